import { useLayoutEffect, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { maxMessageLength } from '#shared/contract/limits.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { decodeMentions, encodeMentions } from '../composer/mentions.ts';
import { MentionArea } from '../composer/mention-area.tsx';
import { tooLong } from '../composer/too-long.ts';

/** Edits one's own message where it stands. */
export function MessageEditor({ message, onClose }: { message: Message; onClose: () => void }) {
  const command = useCommand();
  const before = decodeMentions(message.body);
  const [text, setText] = useState(before.text);
  const [picked, setPicked] = useState(before.picked);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  // Where the focus puts it is left to the browser, which does not always mean the end.
  useLayoutEffect(() => {
    const box = area.current;
    box?.setSelectionRange(box.value.length, box.value.length);
  }, []);
  const { body } = encodeMentions(text.trim(), picked);
  const problem = tooLong(body, maxMessageLength);
  const save = async (): Promise<void> => {
    if (body === '' || problem !== null || busy) return;
    if (body === message.body) return onClose();
    setBusy(true);
    const result = await command('message.edit', { discussionId: message.discussionId, messageId: message.id, body });
    setBusy(false);
    if (result.ok) onClose();
  };
  return (
    <div
      className="-mx-1 my-1 rounded-lg border border-accent bg-canvas"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <MentionArea
        label={t('message.edit')}
        area={area}
        text={text}
        autoFocus
        onText={setText}
        onPick={(person) => setPicked([...picked.filter(({ id }) => id !== person.id), person])}
        onSubmit={() => void save()}
        below
      />
      {problem !== null && <p className="px-2.5 text-caption text-danger">{problem}</p>}
      <div className="flex justify-end gap-1.5 p-1.5">
        <Button size="small" kind="ghost" onClick={onClose}>
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
