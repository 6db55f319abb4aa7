import { useState } from 'react';
import { v7 } from 'uuid';
import { t } from '#extension/language/t.ts';
import { ActivityId, type ContactId } from '#shared/contract/ids.ts';
import type { AddActivity } from '#shared/contract/timeline.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';

type Type = AddActivity['type'];

const words: Record<Type, () => string> = {
  TYPE_NOTE: () => t('timeline.note'),
  TYPE_CALL: () => t('timeline.call'),
  TYPE_MEETING: () => t('timeline.meeting'),
};
const types: readonly Type[] = ['TYPE_NOTE', 'TYPE_CALL', 'TYPE_MEETING'];

/** Writes down what happened outside the mail. */
export function NewActivity({ contactId, onAdded }: { contactId: ContactId; onAdded: () => void }) {
  const command = useCommand();
  const [type, setType] = useState<Type>('TYPE_NOTE');
  const [body, setBody] = useState('');
  // Made with the text, so that a second press adds the same activity and not another.
  const [id, setId] = useState(() => ActivityId.parse(v7()));
  const add = async (): Promise<void> => {
    const result = await command('activity.add', { id, type, contactIds: [contactId], correspondenceId: null, body });
    if (!result.ok) return;
    setBody('');
    setId(ActivityId.parse(v7()));
    onAdded();
  };
  return (
    <form
      className="grid gap-2 px-4 pb-3"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <textarea
        dir="auto"
        rows={2}
        maxLength={20_000}
        aria-label={t('timeline.what')}
        placeholder={t('timeline.what')}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        className="w-full rounded-md border border-line-strong/60 bg-canvas px-2.5 py-1.5 text-body focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <div className="flex justify-end gap-2">
        <Select
          aria-label={t('timeline.kind')}
          className="w-auto!"
          value={type}
          onChange={(event) => setType(types.find((each) => each === event.target.value) ?? 'TYPE_NOTE')}
        >
          {types.map((each) => (
            <option key={each} value={each}>
              {words[each]()}
            </option>
          ))}
        </Select>
        <Button type="submit" disabled={body.trim() === ''}>
          {t('timeline.add')}
        </Button>
      </div>
    </form>
  );
}
