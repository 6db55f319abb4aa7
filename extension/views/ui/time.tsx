import { exactTime, shortAgo, shortClock, shortDue } from './relative-time.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  at: string;
  /** `due`: it is to come. */
  kind?: 'ago' | 'clock' | 'due';
  className?: string;
}

const show = { ago: shortAgo, clock: (date: Date) => shortClock(date), due: shortDue };

/**
 * When something was or is to be: relative (or hour and minute), exact on hover. `at` is ISO 8601. The exact time is written only
 * when somebody points: a long discussion has a hundred of these, and each would cost more than all else in its row.
 */
export function Time({ at, kind = 'ago', className }: TimeProps) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      onPointerEnter={({ currentTarget }) => (currentTarget.title = exactTime(date))}
      className={className}
    >
      {show[kind](date, new Date(now))}
    </time>
  );
}
