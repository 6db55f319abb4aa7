import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useAttempt } from '../../bridge/use-attempt.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

/** Connects an account again whose password is not taken any more; its servers stay as they are. */
export function PasswordDialog({ mailbox: { id: mailboxId, address }, onClose }: PasswordDialogProps) {
  const request = useRequest();
  const [password, setPassword] = useState('');
  const { attempt, isBusy, problem } = useAttempt(onClose);
  const renew = (): Promise<void> => attempt(() => request('mailbox.renew-password', { mailboxId, password }));
  return (
    <Dialog title={t('mailAccount.renewTitle', { address })} note={t('mailAccount.renewNote')} onClose={onClose}>
      <form
        className="grid gap-3 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          void renew();
        }}
      >
        <Field label={t('mailAccount.password')} hint={t('mailAccount.passwordNote')} problem={problem}>
          {(ids) => (
            <TextInput
              {...ids}
              type="password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('sharing.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={isBusy}>
            {isBusy ? t('mailAccount.trying') : t('mailbox.reconnect')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface PasswordDialogProps {
  mailbox: Mailbox;
  onClose: () => void;
}
