import { clockTime, exactTime, shortAgo } from './relative-time.ts';
import { useNow } from './use-now.ts';

/** When something was: relative (or the clock), exact on hover. `at` is ISO 8601. */
export function Time({ at, kind = 'ago', className }: { at: string; kind?: 'ago' | 'clock'; className?: string }) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={exactTime(date)} className={className}>
      {kind === 'clock' ? clockTime(date) : shortAgo(date, new Date(now))}
    </time>
  );
}
