/** The composer's place while a mail is on its way, so that nothing jumps when it is there. */
export const ComposerOutline = () => (
  <div aria-hidden className="shrink-0 px-2 pt-1 pb-2">
    <div className="h-27.5 rounded-xl border border-line" />
  </div>
);
