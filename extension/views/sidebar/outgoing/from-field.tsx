import { t } from '#extension/language/t.ts';
import type { SendingMailbox } from '#shared/contract/outgoing-mail.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useSenders } from './use-senders.ts';
import type { Sender } from './writing.ts';

interface FromFieldProps {
  mailboxes: readonly SendingMailbox[];
  chosen: SendingMailbox | undefined;
  /** Another address of the chosen one; null: its own. */
  fromAddress: string | null;
  onChoose: (sender: Sender) => void;
}

/** Which of one's own mailboxes it goes out from, and what to do while none may. */
export function FromField({ mailboxes, chosen, fromAddress, onChoose }: FromFieldProps) {
  const { shell } = useBridge();
  const senders = useSenders(mailboxes, chosen);
  const isChosen = (sender: Sender): boolean => sender.mailboxId === chosen?.id && sender.fromAddress === fromAddress;
  const open = (label: string) => (
    <Button size="small" className="-my-0.5" onClick={() => void shell.openOptions('mailboxes')}>
      {label}
    </Button>
  );
  if (mailboxes.length === 0)
    return (
      <Notice tone="warn" action={open(t('outgoing.connect'))}>
        {t('outgoing.noMailbox')}
      </Notice>
    );
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-3 py-1 text-small">
        <span className="w-10 shrink-0 text-muted">{t('outgoing.from')}</span>
        {senders.length === 1 ? (
          <span className="min-w-0 truncate">{chosen?.address}</span>
        ) : (
          <select
            aria-label={t('outgoing.from')}
            value={senders.findIndex(isChosen)}
            onChange={(event) => {
              const sender = senders[Number(event.target.value)];
              if (sender !== undefined) onChoose(sender);
            }}
            className="h-6 min-w-0 flex-1 bg-transparent"
          >
            {senders.map(({ mailboxId, fromAddress: alias, shown }, at) => (
              <option key={`${mailboxId} ${alias}`} value={at}>
                {shown}
              </option>
            ))}
          </select>
        )}
      </div>
      {chosen?.maySend === false && (
        <Notice tone="warn" action={open(t('outgoing.allow'))}>
          {t('outgoing.mayNotSend', { address: chosen.address })}
        </Notice>
      )}
    </>
  );
}
