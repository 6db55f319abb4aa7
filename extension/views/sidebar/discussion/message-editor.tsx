import { useLayoutEffect, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { maxMessageLength } from '#shared/contract/limits.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { decodeMentions, encodeMentions, type PickedMention } from '../composer/mentions.ts';
import { MentionArea } from '../composer/mention-area.tsx';
import { tooLong } from '../composer/too-long.ts';
import { dropEdit, findEdit, keepEdit } from './begun-edits.ts';

/** Edits one's own message where it stands; what is left in the middle is found again. */
export function MessageEditor({ message, onClose }: { message: Message; onClose: () => void }) {
  const command = useCommand();
  const [{ text, picked }, setEdit] = useState(() => findEdit(message.id) ?? decodeMentions(message.body));
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  // Coming back to a thread must not take the keyboard from the mail.
  const [mayFocus] = useState(() => document.hasFocus());
  // Where the focus puts it is left to the browser, which does not always mean the end.
  useLayoutEffect(() => {
    const box = area.current;
    box?.setSelectionRange(box.value.length, box.value.length);
  }, []);
  const change = (fields: { text?: string; picked?: PickedMention[] }): void => {
    const next = { ...(findEdit(message.id) ?? { text, picked }), ...fields };
    keepEdit(message.id, next);
    setEdit(next);
  };
  const close = (): void => {
    dropEdit(message.id);
    onClose();
  };
  const { body } = encodeMentions(text.trim(), picked);
  const problem = tooLong(body, maxMessageLength);
  const save = async (): Promise<void> => {
    if (body === '' || problem !== null || busy) return;
    if (body === message.body) return close();
    setBusy(true);
    const result = await command('message.edit', { discussionId: message.discussionId, messageId: message.id, body });
    setBusy(false);
    if (result.ok) close();
  };
  return (
    <div
      className="-mx-1 my-1 rounded-lg border border-accent bg-canvas"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
    >
      <MentionArea
        label={t('message.edit')}
        area={area}
        text={text}
        autoFocus={mayFocus}
        onText={(next) => change({ text: next })}
        onPick={(person) => change({ picked: [...picked.filter(({ id }) => id !== person.id), person] })}
        onSubmit={() => void save()}
        below
      />
      {problem !== null && <p className="px-2.5 text-caption text-danger">{problem}</p>}
      <div className="flex justify-end gap-1.5 p-1.5">
        <Button size="small" kind="ghost" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button
          size="small"
          kind="primary"
          disabled={body === '' || problem !== null || busy}
          onClick={() => void save()}
        >
          {t('action.save')}
        </Button>
      </div>
    </div>
  );
}
