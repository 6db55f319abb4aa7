import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Group, Row, SectionPage } from '../section.tsx';
import { NewSecret } from '../tokens/new-secret.tsx';
import { NewWebhookForm } from './new-webhook-form.tsx';
import { WebhookItem } from './webhook-item.tsx';

/** For admins: addresses that are told what becomes of mail to customers, how that went, and the way to add one. */
export function WebhooksSection() {
  const { value, problem, again } = useAnswer('webhook.list', null);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const show = (made: string): void => {
    setAdding(false);
    setSecret(made);
    again();
  };
  return (
    <SectionPage title={t('webhooks.title')} note={t('webhooks.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {secret !== null && <NewSecret secret={secret} note={t('webhooks.once')} onDone={() => setSecret(null)} />}
      {value === undefined && problem === null && <Skeleton lines label={t('webhooks.loading')} />}
      {value !== undefined && (
        <Group>
          {value.length === 0 && (
            <Row>
              <p className="text-small text-muted">{t('webhooks.none')}</p>
            </Row>
          )}
          {value.map((webhook) => (
            <WebhookItem key={webhook.id} webhook={webhook} onChanged={again} onSecret={show} />
          ))}
        </Group>
      )}
      {adding ? (
        <NewWebhookForm onMade={show} onCancel={() => setAdding(false)} />
      ) : (
        <div>
          <Button onClick={() => setAdding(true)}>{t('webhooks.add')}</Button>
        </div>
      )}
    </SectionPage>
  );
}
