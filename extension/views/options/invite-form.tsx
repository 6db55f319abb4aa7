import { useState } from 'react';
import { useRequest } from '../bridge/use-command.ts';
import { t } from '#extension/language/t.ts';
import type { Self } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select, TextInput } from '../ui/field.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { roleNames, roleNotes, rolesToGive } from './role-words.ts';

const exampleEmail = 'name@company.com';

/** Invites somebody by e-mail address. */
export function InviteForm({ self, onInvited }: { self: Self; onInvited: () => void }) {
  const request = useRequest();
  const show = useShowToast();
  const choices = rolesToGive(self.role);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<(typeof choices)[number]>('member');
  const [problem, setProblem] = useState<string | null>(null);
  const invite = async (): Promise<void> => {
    const result = await request('team.invite', { email: email.trim(), role });
    if (!result.ok) return setProblem(result.problem.message);
    setEmail('');
    show({ text: t('invitation.done', { email: result.value.email }) });
    onInvited();
  };
  return (
    <form
      className="grid gap-x-2 gap-y-3 sm:grid-cols-[minmax(0,1fr)_15rem_auto] sm:items-start"
      onSubmit={(event) => {
        event.preventDefault();
        void invite();
      }}
    >
      <Field label={t('invitation.title')} problem={problem} hint={t('invitation.hint')}>
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            required
            placeholder={exampleEmail}
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
              setProblem(null);
            }}
          />
        )}
      </Field>
      <Field label={t('invitation.role')} hint={t(roleNotes[role])}>
        {(ids) => (
          <Select
            {...ids}
            value={role}
            onChange={(event) => setRole(choices.find((each) => each === event.target.value) ?? 'member')}
          >
            {choices.map((each) => (
              <option key={each} value={each}>
                {t(roleNames[each])}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button kind="primary" type="submit" disabled={email.trim() === ''} className="sm:mt-5.5">
        {t('invite.send')}
      </Button>
    </form>
  );
}
