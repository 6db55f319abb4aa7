import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { ApiScope } from '#shared/contract/api-token.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import { scopeWord } from './scope-word.ts';

const days = [30, 90, 365];

interface NewTokenFormProps {
  onMade: (secret: string) => void;
  onCancel: () => void;
}

/** Name, rights and life of a new token. */
export function NewTokenForm({ onMade, onCancel }: NewTokenFormProps) {
  const request = useRequest();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ApiScope[]>(['correspondences:read']);
  const [expiresInDays, setExpiresInDays] = useState<number | null>(365);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async (): Promise<void> => {
    const result = await request('api-token.create', { name, scopes, expiresInDays });
    if (result.ok) onMade(result.value.token);
    else setProblem(result.problem.message);
  };
  const toggle = (scope: ApiScope, on: boolean): void =>
    setScopes((chosen) => (on ? [...chosen, scope] : chosen.filter((each) => each !== scope)));
  return (
    <form
      className="grid max-w-100 gap-4 rounded-xl border border-line bg-canvas p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label={t('tokens.name')} hint={t('tokens.nameHint')} problem={problem}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-small font-medium">{t('tokens.may')}</legend>
        {ApiScope.options.map((scope) => (
          <label key={scope} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="accent-accent"
              checked={scopes.includes(scope)}
              onChange={(event) => toggle(scope, event.target.checked)}
            />
            {scopeWord(scope)}
          </label>
        ))}
      </fieldset>
      <Field label={t('tokens.life')}>
        {(ids) => (
          <Select
            {...ids}
            value={expiresInDays ?? ''}
            onChange={(event) => setExpiresInDays(event.target.value === '' ? null : Number(event.target.value))}
          >
            {days.map((count) => (
              <option key={count} value={count}>
                {t('tokens.days', count)}
              </option>
            ))}
            <option value="">{t('tokens.forever')}</option>
          </Select>
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" kind="primary" disabled={name.trim() === '' || scopes.length === 0}>
          {t('tokens.make')}
        </Button>
        <Button onClick={onCancel}>{t('sharing.cancel')}</Button>
      </div>
    </form>
  );
}
