import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { MailServer } from '#shared/contract/mail-account.ts';
import { useAttempt } from '../../bridge/use-attempt.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { guessServers } from './guess-servers.ts';
import { ServerFields } from './server-fields.tsx';

/** Connects an account by its mail servers: they are guessed from the address, and shown to be corrected. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const request = useRequest();
  const [address, setAddress] = useState('');
  const [password, setPassword] = useState('');
  const [typed, setTyped] = useState<{ user?: string; imap?: MailServer; smtp?: MailServer }>({});
  const { attempt, isBusy, problem } = useAttempt(onClose);
  const guessed = guessServers(address);
  const { user = address.trim(), imap = guessed?.imap, smtp = guessed?.smtp } = typed;

  const connect = async (): Promise<void> => {
    if (imap === undefined || smtp === undefined) return;
    const account = { address: address.trim(), user, password, imap, smtp };
    await attempt(() => request('mailbox.connect-account', account));
  };

  return (
    <Dialog title={t('mailAccount.title')} note={t('mailAccount.note')} onClose={onClose}>
      <form
        className="grid gap-2 overflow-y-auto px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          void connect();
        }}
      >
        <Field label={t('mailAccount.address')}>
          {(ids) => (
            <TextInput
              {...ids}
              type="email"
              required
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('mailAccount.password')} hint={t('mailAccount.passwordNote')}>
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
        {imap !== undefined && smtp !== undefined && (
          <fieldset className="grid gap-2 rounded-lg bg-sunken px-3 pt-2.5 pb-1">
            <legend className="sr-only">{t('mailAccount.servers')}</legend>
            <p className="text-small text-pretty text-muted">{t('mailAccount.guessed')}</p>
            <Field label={t('mailAccount.user')}>
              {(ids) => (
                <TextInput
                  {...ids}
                  required
                  spellCheck={false}
                  value={user}
                  onChange={(event) => setTyped({ ...typed, user: event.target.value })}
                />
              )}
            </Field>
            <ServerFields
              label={t('mailAccount.imap')}
              server={imap}
              onChange={(server) => setTyped({ ...typed, imap: server })}
            />
            <ServerFields
              label={t('mailAccount.smtp')}
              server={smtp}
              onChange={(server) => setTyped({ ...typed, smtp: server })}
            />
          </fieldset>
        )}
        {problem !== null && (
          <Notice tone="danger" className="rounded-lg">
            {problem}
          </Notice>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>{t('sharing.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={isBusy || imap === undefined}>
            {isBusy ? t('mailAccount.trying') : t('mailbox.connect')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
