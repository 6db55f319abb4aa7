import type { ReactNode } from 'react';
import { joinClasses } from './join-classes.ts';

const tones = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-ink',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
} as const;

/** A word in a small rounded box. */
export const Badge = ({ tone = 'neutral', children }: { tone?: keyof typeof tones; children: ReactNode }) => (
  <span
    className={joinClasses(
      'inline-flex shrink-0 items-center gap-1 rounded px-1.5 text-caption font-medium',
      tones[tone],
    )}
  >
    {children}
  </span>
);

/** How many are unread; nothing for none. `quiet` for what the reader muted. */
export const Count = ({ value, label, quiet = false }: { value: number; label: string; quiet?: boolean }) =>
  value === 0 ? null : (
    <span
      className={joinClasses(
        'inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full px-1.25 text-[0.6875rem] leading-none font-semibold tabular-nums',
        quiet ? 'bg-hover text-muted' : 'bg-accent text-on-accent',
      )}
    >
      <span aria-hidden>{value > 99 ? '99+' : value}</span>
      <span className="sr-only">
        {value} {label}
      </span>
    </span>
  );
