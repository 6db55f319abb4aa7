import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SwitchRow } from '../../ui/switch.tsx';

/** Asks what becomes of the shared mail before a mailbox is disconnected. */
export function DisconnectDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const command = useCommand();
  const [keepShared, setKeepShared] = useState(true);
  const disconnect = async (): Promise<void> => {
    const result = await command('mailbox.disconnect', { mailboxId: mailbox.id, keepShared });
    if (result.ok) onClose();
  };
  return (
    <Dialog
      title={t('mailbox.disconnectTitle', { address: mailbox.address })}
      note={t('mailbox.disconnectNote')}
      onClose={onClose}
    >
      <div className="grid gap-4 px-4 pb-4">
        <SwitchRow
          label={t('mailbox.keepShared')}
          note={keepShared ? t('mailbox.keepSharedOn') : t('mailbox.keepSharedOff')}
          on={keepShared}
          onChange={setKeepShared}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('sharing.cancel')}</Button>
          <Button kind="danger" onClick={() => void disconnect()}>
            {t('mailbox.disconnect')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
