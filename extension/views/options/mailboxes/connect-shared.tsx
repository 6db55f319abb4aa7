import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

interface ConnectSharedProps {
  onConnect: (address: string) => Promise<void>;
}

/** A mailbox of Microsoft 365 that nobody signs in to: one opens it with an account of one's own. */
export function ConnectShared({ onConnect }: ConnectSharedProps) {
  const [address, setAddress] = useState('');
  return (
    <form
      className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void onConnect(address.trim());
      }}
    >
      <div className="min-w-56 flex-1">
        <Field label={t('mailbox.shared')} hint={t('mailbox.sharedNote')}>
          {(ids) => (
            <TextInput
              {...ids}
              type="email"
              required
              placeholder={t('mailbox.sharedExample')}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="mt-5.5 ms-auto" disabled={address.trim() === ''}>
        {t('mailbox.connect')}
      </Button>
    </form>
  );
}
