import { AtSign, CornerDownLeft, Smile } from 'lucide-react';
import type { DragEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion, Visibility } from '#shared/contract/discussion.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Popover } from '../../ui/popover.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { useSelf } from '../self.ts';
import { AttachButton } from './attach-button.tsx';
import { AudienceBar } from './audience-bar.tsx';
import { DraftFiles } from './draft-files.tsx';
import { MentionArea } from './mention-area.tsx';
import { useComposer } from './use-composer.ts';
import { useFrameFocus } from './use-frame-focus.ts';
import { writeInto } from './write-into.ts';

interface ComposerProps {
  /** Under which the draft is kept. */
  draftName: string;
  /** The thread beside which one writes; null for a discussion without its mail. */
  threadKey: string | null;
  discussion: Discussion | null;
  chat: CorrespondenceView['chat'] | null;
  onWriting: (isWriting: boolean) => void;
  /** The mail is not there just now: one can go on writing, and not post. */
  isPaused?: boolean;
}

/** Where one writes to the team; it says who will read it. */
export function Composer(props: ComposerProps) {
  const { canWrite } = useSelf();
  if (!canWrite) {
    return <p className="border-t border-line px-4 py-3 text-small text-pretty text-muted">{t('composer.viewer')}</p>;
  }
  return <OpenComposer {...props} />;
}

function placeholderFor(discussion: Discussion | null, visibility: Visibility): string {
  if ((discussion?.visibility ?? visibility) === 'private') return t('composer.writePrivately');
  return discussion === null ? t('composer.write') : t('composer.reply');
}

const submitKeys = /mac/i.test(navigator.userAgent) ? '⌘↵' : 'Ctrl+↵';

function OpenComposer({ draftName, threadKey, discussion, chat, onWriting, isPaused = false }: ComposerProps) {
  const composer = useComposer({ draftName, threadKey, discussion, onPosted: () => onWriting(false) });
  const { draft, problem } = composer;
  // What is typed once the extension was updated could be neither kept nor sent.
  const isOutdated = useTopic('connection')?.state === 'updated';
  const area = useRef<HTMLTextAreaElement>(null);
  const [dragging, setDragging] = useState(false);
  const noteId = useId();
  useFrameFocus(area);

  const post = (): void => {
    if (!isPaused) void composer.post();
  };
  const insert = (piece: string): void => {
    const box = area.current;
    if (box !== null) writeInto(box, { start: box.selectionStart, end: box.selectionEnd, text: piece });
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDragging(false);
    composer.files.add([...event.dataTransfer.files]);
  };
  return (
    <section aria-label={t('composer.section')} className="px-2 pt-1 pb-2">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={onDrop}
        className={joinClasses(
          'relative rounded-xl border bg-canvas transition-colors duration-100 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent',
          dragging ? 'border-dashed border-accent bg-accent-soft' : 'border-line-strong/60',
        )}
      >
        <AudienceBar
          key={`${draftName} audience`}
          draft={draft}
          onChange={composer.change}
          discussion={discussion}
          chat={chat}
        />
        <MentionArea
          key={draftName}
          area={area}
          label={t('composer.label')}
          placeholder={placeholderFor(discussion, draft.visibility)}
          text={draft.text}
          invalid={problem !== null}
          readOnly={isOutdated}
          describedBy={noteId}
          onText={(text) => {
            composer.setText(text);
            onWriting(text !== '');
          }}
          onPick={composer.addMention}
          onSubmit={post}
          onFiles={composer.files.add}
        />
        <DraftFiles
          files={draft.files}
          uploads={composer.files.uploads}
          onRemove={composer.files.remove}
          onDismiss={composer.files.dismiss}
        />
        <p
          id={noteId}
          role="status"
          className={joinClasses('px-3 text-caption text-pretty', problem === null ? 'text-muted' : 'text-danger')}
        >
          {dragging ? t('composer.drop', { limit: composer.files.limit }) : (problem ?? composer.note)}
        </p>
        <div className="flex items-center gap-0.5 p-1.5">
          <AttachButton onFiles={composer.files.add} limit={composer.files.limit} />
          <IconButton label={t('composer.mention')} onClick={() => insert(/\S$/.test(draft.text) ? ' @' : '@')}>
            <AtSign size={16} aria-hidden />
          </IconButton>
          <EmojiButton subject={draftName} onPick={insert} />
          <span className="flex-1" />
          <Button
            kind="primary"
            size="small"
            aria-keyshortcuts="Control+Enter Meta+Enter"
            title={submitKeys}
            disabled={!composer.ready || isPaused || isOutdated}
            onClick={post}
          >
            {t('composer.post')}
            <CornerDownLeft size={13} aria-hidden />
          </Button>
        </div>
      </div>
    </section>
  );
}

function EmojiButton({ subject, onPick }: { subject: string; onPick: (emoji: string) => void }) {
  const [open, change] = useStateOf(subject, false);
  const setOpen = (next: boolean): void => change(() => next);
  return (
    <Popover
      label={t('composer.addEmoji')}
      open={open}
      onOpenChange={setOpen}
      align="start"
      trigger={
        <IconButton label={t('composer.emoji')}>
          <Smile size={16} aria-hidden />
        </IconButton>
      }
    >
      <EmojiPicker
        onPick={(emoji) => {
          setOpen(false);
          onPick(emoji);
        }}
      />
    </Popover>
  );
}
