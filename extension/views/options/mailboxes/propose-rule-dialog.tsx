import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import { SwitchRow } from '../../ui/switch.tsx';

interface ProposeRuleDialogProps {
  onProposed: () => void;
  onClose: () => void;
}

const choices = ['contacts', 'named', 'all'] as const;

/** An admin says what everybody is asked to share. */
export function ProposeRuleDialog({ onProposed, onClose }: ProposeRuleDialogProps) {
  const request = useRequest();
  const [choice, setChoice] = useState<(typeof choices)[number]>('contacts');
  const [named, setNamed] = useState('');
  const [includesFreeMail, setIncludesFreeMail] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const value = choice === 'named' ? named.trim() : '';
  const kind = choice !== 'named' ? choice : value.indexOf('@') > 0 ? 'address' : 'domain';
  const propose = async (): Promise<void> => {
    const result = await request('team-rule.propose', { kind, value, includesFreeMail });
    if (!result.ok) return setProblem(result.problem.message);
    onProposed();
    onClose();
  };
  const words = {
    contacts: t('teamRules.choiceContacts'),
    named: t('teamRules.choiceNamed'),
    all: t('teamRules.choiceAll'),
  };
  return (
    <Dialog title={t('teamRules.propose')} note={t('teamRules.note')} onClose={onClose}>
      <form
        className="grid gap-3 px-4 pb-4"
        onSubmit={(event) => {
          event.preventDefault();
          void propose();
        }}
      >
        <Field label={t('teamRules.whose')} problem={choice === 'named' ? null : problem}>
          {(ids) => (
            <Select
              {...ids}
              value={choice}
              onChange={(event) => {
                setChoice(choices.find((each) => each === event.target.value) ?? 'contacts');
                setProblem(null);
              }}
            >
              {choices.map((each) => (
                <option key={each} value={each}>
                  {words[each]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {choice === 'named' && (
          <Field label={t('teamRules.named')} problem={problem}>
            {(ids) => (
              <TextInput
                {...ids}
                required
                spellCheck={false}
                placeholder={t('teamRules.example')}
                value={named}
                onChange={(event) => {
                  setNamed(event.target.value);
                  setProblem(null);
                }}
              />
            )}
          </Field>
        )}
        <SwitchRow
          label={t('sharing.freeMail')}
          note={t('sharing.freeMailNote')}
          on={includesFreeMail}
          onChange={setIncludesFreeMail}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('sharing.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={choice === 'named' && value === ''}>
            {t('teamRules.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
