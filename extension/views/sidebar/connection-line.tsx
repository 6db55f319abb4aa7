import { locale } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { Notice } from '../ui/notice.tsx';
import { clockTime, daysBetween, exactTime } from '../ui/relative-time.ts';
import { useNow } from '../ui/use-now.ts';

/** Shown while the server does not answer: since when, why, and what becomes of what one writes; or that this view is old. */
export function ConnectionLine() {
  const connection = useTopic('connection');
  const now = useNow();
  if (connection?.state === 'updated') {
    return (
      <div role="status">
        <Notice tone="warn">{t('failure.gone')}</Notice>
      </div>
    );
  }
  if (connection?.state !== 'offline') return <div role="status" className="sr-only" />;
  const since = new Date(connection.since);
  const isToday = daysBetween(since, new Date(now)) === 0;
  const time = isToday ? clockTime(since) : since.toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div role="status">
      <Notice tone="offline">
        <span title={exactTime(since)}>
          <strong className="font-semibold">{t('connection.offlineSinceTime', { time })}</strong>. {connection.reason}
        </span>
      </Notice>
    </div>
  );
}
