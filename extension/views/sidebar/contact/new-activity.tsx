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

interface Draft {
  /** Made with the text, so that a second press adds the same activity and not another. */
  readonly id: ActivityId;
  readonly type: Type;
  readonly body: string;
}

/** What was begun and not added, by contact: closing the dialog loses nothing. */
const begun = new Map<ContactId, Draft>();
const newDraft = (): Draft => ({ id: ActivityId.parse(v7()), type: 'TYPE_NOTE', body: '' });

/** Writes down what happened outside the mail. */
export function NewActivity({ contactId, onAdded }: { contactId: ContactId; onAdded: () => void }) {
  const command = useCommand();
  const [draft, setDraft] = useState(() => begun.get(contactId) ?? newDraft());
  const { id, type, body } = draft;
  const keep = (next: Draft): void => {
    begun.set(contactId, next);
    setDraft(next);
  };
  const add = async (): Promise<void> => {
    const result = await command('activity.add', { id, type, contactIds: [contactId], correspondenceId: null, body });
    if (!result.ok) return;
    begun.delete(contactId);
    setDraft(newDraft());
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
        onChange={(event) => keep({ ...draft, body: event.target.value })}
        className="w-full rounded-md border border-line-strong/60 bg-canvas px-2.5 py-1.5 text-body focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <div className="flex justify-end gap-2">
        <Select
          aria-label={t('timeline.kind')}
          className="w-auto!"
          value={type}
          onChange={(event) =>
            keep({ ...draft, type: types.find((each) => each === event.target.value) ?? 'TYPE_NOTE' })
          }
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
