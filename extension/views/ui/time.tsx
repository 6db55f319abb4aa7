import { exactTime, shortAgo, shortClock } from './relative-time.ts';
import { useNow } from './use-now.ts';

/**
 * When something was: relative (or hour and minute), exact on hover. `at` is ISO 8601. The exact time is written only
 * when somebody points: a long discussion has a hundred of these, and each would cost more than all else in its row.
 */
export function Time({ at, kind = 'ago', className }: { at: string; kind?: 'ago' | 'clock'; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      onPointerEnter={({ currentTarget }) => (currentTarget.title = exactTime(date))}
      className={className}
    >
      {kind === 'clock' ? shortClock(date) : shortAgo(date, new Date(now))}
    </time>
  );
}
