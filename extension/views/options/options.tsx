/** Placeholder of the options page's content. */
export const Options = () => <main>Sidethread</main>;
