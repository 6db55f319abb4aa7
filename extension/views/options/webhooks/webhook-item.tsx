import { Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { say } from '#extension/messaging/say.ts';
import type { Webhook } from '#shared/contract/webhook.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Time } from '../../ui/time.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { Deliveries } from './deliveries.tsx';

interface WebhookItemProps {
  webhook: Webhook;
  onChanged: () => void;
  onSecret: (secret: string) => void;
}

/** One webhook: whether it is told, what can be done with it, and what it was told last. */
export function WebhookItem({ webhook, onChanged, onSecret }: WebhookItemProps) {
  const { id, url, disabledAt, disabledBecause, oldSecretUntil } = webhook;
  const command = useCommand();
  const showToast = useShowToast();
  const [isOpen, setIsOpen] = useState(false);
  const isOn = disabledAt === null;
  const rotate = async (): Promise<void> => {
    const result = await command('webhook.rotate', { id });
    if (result.ok) onSecret(result.value.secret);
  };
  const switchTo = async (next: boolean): Promise<void> => {
    if ((await command('webhook.switch', { id, isOn: next })).ok) onChanged();
  };
  const test = async (): Promise<void> => {
    if (!(await command('webhook.test', { id })).ok) return;
    showToast({ text: t('webhooks.tested') });
    setIsOpen(true);
  };
  const remove = async (): Promise<void> => {
    if ((await command('webhook.remove', { id })).ok) onChanged();
  };
  return (
    <section aria-label={url} className="grid gap-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <WebhookIcon size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <p dir="ltr" className="font-medium break-all">
            {url}
          </p>
          {disabledBecause !== null && (
            <p className="text-small text-pretty text-danger">
              {t('webhooks.offBecause', { problem: say(disabledBecause) })}
            </p>
          )}
          {oldSecretUntil !== null && (
            <p className="text-caption text-muted">
              {t('webhooks.bothSecrets')} <Time at={oldSecretUntil} kind="due" />
            </p>
          )}
        </div>
        <Badge tone={isOn ? 'accent' : 'neutral'}>{isOn ? t('webhooks.on') : t('webhooks.off')}</Badge>
      </div>
      <div className="flex flex-wrap gap-1.5 ps-7.5">
        <Button size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t('webhooks.deliveries')}
        </Button>
        {isOn && (
          <Button size="small" onClick={() => void test()}>
            {t('webhooks.test')}
          </Button>
        )}
        <Button size="small" onClick={() => void switchTo(!isOn)}>
          {isOn ? t('webhooks.switchOff') : t('webhooks.switchOn')}
        </Button>
        <ConfirmButton
          label={t('webhooks.rotate')}
          question={t('webhooks.rotateQuestion')}
          onConfirm={() => void rotate()}
        />
        <ConfirmButton
          label={t('webhooks.remove')}
          question={t('webhooks.removeQuestion')}
          onConfirm={() => void remove()}
        />
      </div>
      {isOpen && <Deliveries webhookId={id} isOn={isOn} />}
    </section>
  );
}
