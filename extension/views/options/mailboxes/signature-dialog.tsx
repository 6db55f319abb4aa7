import { useEffect, useId, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { longestSignature, type Mailbox } from '#shared/contract/mailbox.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface SignatureDialogProps {
  mailbox: Pick<Mailbox, 'id' | 'address'>;
  onClose: () => void;
}

/** What one signs with in mails from a mailbox. */
export function SignatureDialog({ mailbox: { id: mailboxId, address }, onClose }: SignatureDialogProps) {
  const command = useCommand();
  const [body, setBody] = useState<string | null>(null);
  const fieldId = useId();
  useEffect(() => {
    const read = async (): Promise<void> => {
      const result = await command('mailbox.signature', { mailboxId });
      if (result.ok) setBody(result.value.body);
    };
    void read();
  }, [command, mailboxId]);
  const save = async (): Promise<void> => {
    if (body === null) return;
    const result = await command('mailbox.set-signature', { mailboxId, body });
    if (result.ok) onClose();
  };
  return (
    <Dialog title={t('signature.title', { address })} note={t('signature.note')} onClose={onClose}>
      <div className="grid gap-3 px-4 pb-4">
        <label htmlFor={fieldId} className="sr-only">
          {t('signature.label')}
        </label>
        <textarea
          id={fieldId}
          dir="auto"
          rows={5}
          maxLength={longestSignature}
          disabled={body === null}
          value={body ?? ''}
          onChange={(event) => setBody(event.target.value)}
          className="w-full resize-y rounded-md border border-line bg-canvas px-2.5 py-2 text-body"
        />
        <Button kind="primary" className="ms-auto" disabled={body === null} onClick={() => void save()}>
          {t('action.save')}
        </Button>
      </div>
    </Dialog>
  );
}
