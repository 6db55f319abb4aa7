import { t } from '#extension/language/t.ts';
import { MailboxId } from '#shared/contract/ids.ts';
import type { SendingMailbox } from '#shared/contract/outgoing-mail.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface FromFieldProps {
  mailboxes: readonly SendingMailbox[];
  chosen: SendingMailbox | undefined;
  onChoose: (id: MailboxId) => void;
}

/** Which of one's own mailboxes it goes out from, and what to do while none may. */
export function FromField({ mailboxes, chosen, onChoose }: FromFieldProps) {
  const { shell } = useBridge();
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
        <span className="w-8 shrink-0 text-muted">{t('outgoing.from')}</span>
        {mailboxes.length === 1 ? (
          <span className="min-w-0 truncate">{chosen?.address}</span>
        ) : (
          <select
            aria-label={t('outgoing.from')}
            value={chosen?.id ?? ''}
            onChange={(event) => onChoose(MailboxId.parse(event.target.value))}
            className="h-6 min-w-0 flex-1 bg-transparent"
          >
            {mailboxes.map(({ id, address }) => (
              <option key={id} value={id}>
                {address}
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
