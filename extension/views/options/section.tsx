import type { ReactNode } from 'react';
import type { Topics } from '#extension/messaging/protocol.ts';
import type { Self } from '../sidebar/self.ts';

/** What a section is given: the person and team that are signed in. */
export interface SectionProps {
  self: Self;
  session: Extract<Topics['session'], { state: 'signed-in' }>;
}

/** A settings page: a heading, a sentence, and groups below. */
export const SectionPage = ({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) => (
  <>
    <h1 className="text-display leading-8! font-semibold tracking-tight">{title}</h1>
    {note !== undefined && <p className="mt-1 max-w-140 text-pretty text-muted">{note}</p>}
    <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-8">{children}</div>
  </>
);

/** Settings that belong together, in one frame. */
export const Group = ({ title, note, children }: { title?: string; note?: string; children: ReactNode }) => (
  <section aria-label={title}>
    {title !== undefined && <h2 className="mb-2 font-semibold">{title}</h2>}
    {note !== undefined && <p className="-mt-1.5 mb-2.5 text-small text-pretty text-muted">{note}</p>}
    <div className="divide-y divide-line rounded-xl border border-line bg-canvas">{children}</div>
  </section>
);

export const Row = ({ children }: { children: ReactNode }) => <div className="px-4 py-3">{children}</div>;

/** A person or a thing on the left, what can be done with it on the right; wraps where it is narrow. */
export const ItemRow = ({ children, actions }: { children: ReactNode; actions?: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
    <div className="flex min-w-40 flex-1 items-center gap-3">{children}</div>
    {actions !== undefined && actions !== false && (
      <div className="ms-auto flex flex-wrap items-center justify-end gap-2">{actions}</div>
    )}
  </div>
);
