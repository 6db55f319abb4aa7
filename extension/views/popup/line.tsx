import type { ReactNode } from 'react';

interface LineProps {
  /** What the line is about, spoken. */
  label: string;
  icon: ReactNode;
  title: string;
  note: string;
  /** What can be done about it, beside the title. */
  action?: ReactNode;
  /** It says something of this very moment: of what was kept of it only its room is shown (see `readLook`). */
  isOfNow?: boolean;
  /** What stands below the note. */
  children?: ReactNode;
}

/** How one thing stands: what it is with what can be done about it, and below, over the whole width, how it is. */
export const Line = ({ label, icon, title, note, action, isOfNow = false, children }: LineProps) => (
  <section aria-label={label} data-of-now={isOfNow || undefined} className="flex gap-2.5 py-2.5 pe-2.5 ps-3">
    <span className="flex h-7 shrink-0 items-center">{icon}</span>
    <div className="min-w-0 flex-1">
      <div className="flex items-start gap-2">
        <span dir="auto" title={title} className="line-clamp-2 min-w-0 flex-1 py-1 font-medium">
          {title}
        </span>
        {action !== undefined && <span className="flex h-7 shrink-0 items-center">{action}</span>}
      </div>
      <p className="text-small text-pretty text-muted">{note}</p>
      {children}
    </div>
  </section>
);
