import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { SessionView } from '#shared/contract/person.ts';
import { useRequest } from '../bridge/use-command.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { OwnPicture } from './own-picture.tsx';
import { Group, Row } from './section.tsx';

/** What teammates see of oneself, and the address one signs in with: each to be changed here. */
export const AboutYou = ({ user }: { user: SessionView['user'] }) => (
  <Group title={t('profile.title')} note={t('profile.note')}>
    <OwnPicture person={user} />
    <Row>
      <NameForm key={user.name} name={user.name} />
    </Row>
    <Row>
      <EmailForm key={user.email} email={user.email} />
    </Row>
  </Group>
);

function NameForm({ name }: { name: string }) {
  const request = useRequest();
  const show = useShowToast();
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const rename = async (): Promise<void> => {
    const result = await request('session.set-name', { name: typed });
    if (result.ok) show({ text: t('profile.nameSaved') });
    else setProblem(result.problem.message);
  };
  return (
    <OneField
      label={t('profile.name')}
      hint={t('profile.nameHint')}
      problem={problem}
      verb={t('profile.saveName')}
      disabled={typed.trim() === '' || typed === name}
      onSubmit={() => void rename()}
      input={{ value: typed, maxLength: 120, autoComplete: 'name' }}
      onType={(value) => {
        setTyped(value);
        setProblem(null);
      }}
    />
  );
}

/** The address changes only once the mailed link was opened, which is said. */
function EmailForm({ email }: { email: string }) {
  const request = useRequest();
  const [typed, setTyped] = useState(email);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    const result = await request('session.ask-for-email', { email: typed });
    setProblem(result.ok ? null : result.problem.message);
    setSentTo(result.ok ? typed.trim() : null);
  };
  return (
    <OneField
      label={t('profile.email')}
      hint={sentTo === null ? t('profile.emailHint') : t('profile.emailSent', { email: sentTo })}
      problem={problem}
      verb={t('profile.changeEmail')}
      disabled={typed.trim() === '' || typed.trim() === email || typed.trim() === sentTo}
      onSubmit={() => void ask()}
      input={{ value: typed, maxLength: 254, type: 'email', autoComplete: 'email' }}
      onType={(value) => {
        setTyped(value);
        setProblem(null);
      }}
    />
  );
}

interface OneFieldProps {
  label: string;
  hint: string;
  problem: string | null;
  /** On the button. */
  verb: string;
  disabled: boolean;
  input: { value: string; maxLength: number; autoComplete: string; type?: string };
  onSubmit: () => void;
  onType: (value: string) => void;
}

const OneField = ({ label, hint, problem, verb, disabled, input, onSubmit, onType }: OneFieldProps) => (
  <form
    noValidate
    className="flex flex-wrap items-start gap-2"
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    <div className="min-w-48 flex-1">
      <Field label={label} hint={hint} problem={problem}>
        {(ids) => <TextInput {...ids} {...input} onChange={(event) => onType(event.target.value)} />}
      </Field>
    </div>
    <Button type="submit" disabled={disabled} className="ms-auto sm:ms-0 sm:mt-5.5">
      {verb}
    </Button>
  </form>
);
