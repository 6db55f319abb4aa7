import { t } from '#extension/language/t.ts';
import type { TextKey } from '#extension/language/messages.ts';
import { say } from '#extension/messaging/say.ts';
import type { WebhookDelivery, WebhookEventType } from '#shared/contract/webhook.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';

/** What a webhook was told last, and what it answered. */
export function Deliveries({ webhookId, isOn }: { webhookId: string; isOn: boolean }) {
  const { value, problem, again } = useAnswer('webhook.deliveries', { id: webhookId });
  if (problem !== null) return <Notice tone="warn">{problem}</Notice>;
  if (value === undefined) return <Skeleton lines label={t('webhooks.loading')} />;
  return (
    <div className="grid gap-2 rounded-lg border border-line bg-surface px-3 py-2">
      {value.length === 0 && <p className="text-small text-muted">{t('webhooks.noDeliveries')}</p>}
      <ul className="grid gap-2">
        {value.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} isOn={isOn} onChanged={again} />
        ))}
      </ul>
      <div>
        <Button size="small" kind="ghost" onClick={again}>
          {t('webhooks.refresh')}
        </Button>
      </div>
    </div>
  );
}

const events: Record<WebhookEventType, TextKey> = {
  'outgoing_mail.queued': 'webhooks.event.queued',
  'outgoing_mail.sent': 'webhooks.event.sent',
  'outgoing_mail.failed': 'webhooks.event.failed',
  'outgoing_mail.unknown': 'webhooks.event.unknown',
  'outgoing_mail.bounced': 'webhooks.event.bounced',
  test: 'webhooks.event.test',
};
const states = {
  pending: 'webhooks.pending',
  delivered: 'webhooks.delivered',
  failed: 'webhooks.failed',
} as const satisfies Record<WebhookDelivery['state'], TextKey>;

interface RowProps {
  delivery: WebhookDelivery;
  isOn: boolean;
  onChanged: () => void;
}

function Row({ delivery, isOn, onChanged }: RowProps) {
  const { id, type, state, attempts, answerStatus, problem, createdAt, nextAt } = delivery;
  const command = useCommand();
  const send = async (): Promise<void> => {
    if ((await command('webhook.redeliver', { id })).ok) onChanged();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
      <span className="min-w-40 flex-1">
        <span className="font-medium">{t(events[type])}</span> <Time at={createdAt} className="text-muted" />
        <span className={state === 'failed' ? 'block text-danger' : 'block text-muted'}>
          {[
            t(states[state]),
            ...(attempts === 0 ? [] : [t('webhooks.tries', attempts)]),
            ...(answerStatus === null ? [] : [t('webhooks.status', { status: String(answerStatus) })]),
            ...(answerStatus === null && problem !== null ? [say(problem)] : []),
          ].join(' · ')}
          {nextAt !== null && attempts > 0 && (
            <>
              {' · '}
              {t('webhooks.next')} <Time at={nextAt} kind="due" />
            </>
          )}
        </span>
      </span>
      {isOn && state !== 'pending' && (
        <Button size="small" onClick={() => void send()}>
          {t('webhooks.again')}
        </Button>
      )}
    </li>
  );
}
