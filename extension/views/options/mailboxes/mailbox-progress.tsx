/** How far a first sync has come; `share` from 0 to 1. */
export const MailboxProgress = ({ label, share }: { label: string; share: number }) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuenow={Math.round(share * 100)}
    className="mt-1.5 h-1 max-w-60 overflow-hidden rounded-full bg-hover"
  >
    <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
  </div>
);
