import { Check, CircleAlert, CircleQuestionMark, Clock, RotateCcw, SearchCheck } from 'lucide-react';
import { useState } from 'react';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { Message, Receipt } from '#shared/contract/discussion.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime } from '../../ui/relative-time.ts';
import { safeUrl } from '../markdown/safe-url.ts';
import { useSelf } from '../self.ts';

const marks: Record<Receipt['state'], { Icon: typeof Check; className: string }> = {
  pending: { Icon: Clock, className: 'text-muted' },
  checking: { Icon: SearchCheck, className: 'text-muted' },
  delivered: { Icon: Check, className: 'text-muted' },
  unknown: { Icon: CircleQuestionMark, className: 'text-warn' },
  failed: { Icon: CircleAlert, className: 'text-danger' },
};

/** The small sign beside every message: what became of it in Slack. Leads to it there. */
export function ReceiptMark({ message: { receipt }, tabbable }: { message: Message; tabbable: boolean }) {
  if (receipt === null) return null;
  const { Icon, className } = marks[receipt.state];
  const words = t(`receipt.${receipt.state}`);
  const icon = <Icon size={13} strokeWidth={2.25} aria-hidden />;
  if (receipt.state === 'delivered' && receipt.url !== null) {
    return (
      <a
        href={safeUrl(receipt.url)}
        target="_blank"
        rel="noreferrer noopener"
        aria-label={t('receipt.openLabel')}
        title={t('receipt.openTitle')}
        tabIndex={tabbable ? 0 : -1}
        className={`flex h-5 items-center rounded ${className} opacity-75 hover:text-accent-ink hover:opacity-100 focus-visible:opacity-100`}
      >
        {icon}
      </a>
    );
  }
  return (
    <span role="img" aria-label={words} title={words} className={`flex h-5 items-center ${className}`}>
      {icon}
    </span>
  );
}

/** The words under a message whose receipt needs them: why, and what one can do. */
export function ReceiptTrouble({ message, own }: { message: Message; own: boolean }) {
  const { receipt } = message;
  if (receipt === null) return null;
  const why = receipt.reason === null ? null : say(receipt.reason);
  if (receipt.state === 'pending') {
    if (receipt.retryAt === null) return null;
    const reason = why ?? t('receipt.asksToWait');
    return <Line>{t('receipt.retryAt', { reason, time: clockTime(new Date(receipt.retryAt)) })}</Line>;
  }
  if (receipt.state === 'checking') return <Line>{t('receipt.checkingLine')}</Line>;
  if (receipt.state === 'delivered') return why === null ? null : <Line tone="text-warn">{why}</Line>;
  const text =
    receipt.state === 'unknown'
      ? t('receipt.unknownLine')
      : t('receipt.failedLine', { reason: why ?? t('receipt.noReason') });
  return (
    <Line tone={marks[receipt.state].className}>
      {text}
      {own && <Retry message={message} />}
    </Line>
  );
}

function Retry({ message }: { message: Message }) {
  const command = useCommand();
  const { canWrite } = useSelf();
  const [busy, setBusy] = useState(false);
  if (!canWrite) return null;
  const retry = async (): Promise<void> => {
    setBusy(true);
    await command('message.retry', { discussionId: message.discussionId, messageId: message.id });
    setBusy(false);
  };
  return (
    <Button size="small" disabled={busy} onClick={() => void retry()} className="mt-1 flex!">
      <RotateCcw size={13} aria-hidden />
      {busy ? t('receipt.sending') : t('receipt.sendAgain')}
    </Button>
  );
}

const Line = ({ tone = 'text-muted', children }: { tone?: string; children: React.ReactNode }) => (
  <div className={`mt-0.5 text-caption text-pretty ${tone}`}>{children}</div>
);
