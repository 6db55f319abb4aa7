/** Placeholder of the popup's content. */
export const Popup = () => <main>Sidethread</main>;
