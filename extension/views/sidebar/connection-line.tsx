import { useTopic } from '../bridge/topic-store.ts';
import { Notice } from '../ui/notice.tsx';
import { clockTime, daysBetween, exactTime } from '../ui/relative-time.ts';
import { useNow } from '../ui/use-now.ts';

/** Shown while the server does not answer: since when, and what becomes of what one writes. */
export function ConnectionLine() {
  const connection = useTopic('connection');
  const now = useNow();
  if (connection?.state !== 'offline') return <div role="status" className="sr-only" />;
  const since = new Date(connection.since);
  const days = daysBetween(since, new Date(now));
  return (
    <div role="status">
      <Notice tone="offline">
        <span title={`${exactTime(since)}. ${connection.reason}`}>
          <strong className="font-semibold">
            Offline since{' '}
            {days === 0
              ? clockTime(since)
              : since.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
          </strong>{' '}
          — showing what was saved; what you write is sent when the server is back.
        </span>
      </Notice>
    </div>
  );
}
