import { exactTime, shortAgo, shortClock } from './relative-time.ts';
import { useNow } from './use-now.ts';

/** When something was: relative (or hour and minute), exact on hover. `at` is ISO 8601. */
export function Time({ at, kind = 'ago', className }: { at: string; kind?: 'ago' | 'clock'; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={exactTime(date)} className={className}>
      {kind === 'clock' ? shortClock(date) : shortAgo(date, new Date(now))}
    </time>
  );
}
