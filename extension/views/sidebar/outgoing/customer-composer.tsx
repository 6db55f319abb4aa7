import { Mail, Trash2, X } from 'lucide-react';
import { useId, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft, OutgoingFile, PreparedAnswer, Recipient } from '#shared/contract/outgoing-mail.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { AttachButton } from '../composer/attach-button.tsx';
import { DraftFiles } from '../composer/draft-files.tsx';
import { useUploads } from '../composer/use-uploads.ts';
import { continueList, markFor, toggleMark } from '../composer/markdown-keys.ts';
import { writeInto } from '../composer/write-into.ts';
import { Cautions, Quote, Recipients, SubjectField } from './composer-fields.tsx';
import { lacksFile } from './find-cautions.ts';
import { FromField } from './from-field.tsx';
import { findNewOutsiders, isOutsider } from './outsiders.ts';
import { SendButton } from './send-button.tsx';
import { TextTools } from './text-tools.tsx';
import { gapsIn, TemplateGaps } from '../templates/template-gaps.tsx';
import { TemplateButton } from '../templates/template-button.tsx';
import { useRecipients } from './use-recipients.ts';
import { useWriting } from './use-writing.ts';
import { moveToMailbox } from './writing.ts';

interface CustomerComposerProps {
  start: OutgoingDraft;
  prepared: PreparedAnswer;
  /** Whom one may mean, for completion. */
  known: readonly Recipient[];
  /** What one should know before this goes, as sentences. */
  cautionsOf: (draft: OutgoingDraft) => readonly string[];
  /** It has the view to itself. */
  isWhole?: boolean;
  /** It is in the server's queue, to go out now (null) or then. */
  onSent?: (draft: OutgoingDraft, at: Date | null) => void;
  onClose: () => void;
  onDiscard: (id: string) => void;
}

/**
 * Where one writes to the customer. It stands elsewhere than the team's composer, in a colour of its own, says on its
 * head that this leaves the team, always shows who gets it, and is sent by other keys.
 */
export function CustomerComposer(props: CustomerComposerProps) {
  const { start, prepared, known, cautionsOf, isWhole = false, onClose, onDiscard } = props;
  const writing = useWriting(start, prepared);
  const { draft, change } = writing;
  const files = useUploads(`outgoing:${draft.id}`, draft.files, (next) =>
    writing.changeFiles((now) => next([...now]) as OutgoingFile[]),
  );
  const recipients = useRecipients(draft, known, change, (person) => isOutsider(person, prepared));
  const area = useRef<HTMLTextAreaElement>(null);
  /** Whether one was asked about a file that is missing. */
  const [isAsked, setAsked] = useState(false);
  const [isAskedOfGaps, setAskedOfGaps] = useState(false);
  const strangers = findNewOutsiders(draft, prepared).map(({ address }) => address);
  const cautions = [
    ...cautionsOf(draft),
    ...(strangers.length > 0 ? [t('outgoing.outsiders', { addresses: strangers.join(', ') })] : []),
    ...(isAsked && lacksFile(draft) ? [t('outgoing.noFile')] : []),
  ];
  const isOutdated = useTopic('connection')?.state === 'updated';
  const from = prepared.mailboxes.find(({ id }) => id === draft.mailboxId);
  const titleId = useId();
  const noteId = useId();

  const send = async (at: Date | null): Promise<void> => {
    // Whoever is still only typed would be left out of a mail that shows them.
    if (files.busy) return;
    if (gapsIn(draft).length > 0 && !isAskedOfGaps) return setAskedOfGaps(true);
    if (lacksFile(draft) && !isAsked) return setAsked(true);
    if (!recipients.takeAll() || !(await writing.send(at?.toISOString() ?? null))) return;
    props.onSent?.(draft, at);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Enter' || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send(null);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    files.add([...event.dataTransfer.files]);
  };
  const onAreaKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const box = event.currentTarget;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const selection = { text: draft.body, start: box.selectionStart, end: box.selectionEnd };
    const mark = command ? markFor(event.key) : undefined;
    const isBreak = event.key === 'Enter' && !event.shiftKey && !command && !event.nativeEvent.isComposing;
    const next = mark !== undefined ? toggleMark(selection, mark) : isBreak ? continueList(selection) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    writeInto(box, { start: 0, end: draft.body.length, text: next.text, select: next });
  };
  return (
    <section
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      className={joinClasses(
        'flex min-h-0 flex-col border-t-2 border-mail bg-canvas',
        isWhole ? 'flex-1' : 'max-h-[75%] shrink-0',
      )}
    >
      <header className="flex h-9 shrink-0 items-center gap-1.5 bg-mail-soft ps-3 pe-1 text-mail-ink">
        <Mail size={15} aria-hidden className="shrink-0" />
        <h2 id={titleId} className="min-w-0 truncate text-small font-semibold">
          {draft.kind === 'new' ? t('outgoing.new') : t('outgoing.title')}
        </h2>
        <span className="min-w-0 flex-1 truncate text-caption">{t('outgoing.leaves')}</span>
        <IconButton label={t('outgoing.close')} className="text-mail-ink!" onClick={onClose}>
          <X size={15} aria-hidden />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <FromField
          mailboxes={prepared.mailboxes}
          chosen={from}
          fromAddress={draft.fromAddress}
          onChoose={(sender) => change(moveToMailbox(draft, sender, prepared.mailboxes))}
        />
        <Recipients fieldOf={recipients.fieldOf} hasCopies={draft.cc.length + draft.bcc.length > 0} />
        <SubjectField subject={draft.subject} onChange={(subject) => change({ subject })} />
        <textarea
          ref={area}
          dir="auto"
          autoFocus
          // Above the signature, not behind it.
          onFocus={({ target }) => {
            if (draft.body.trimStart().startsWith('-- ')) target.setSelectionRange(0, 0);
          }}
          rows={5}
          aria-label={t('outgoing.label')}
          aria-describedby={noteId}
          placeholder={t('outgoing.write')}
          readOnly={isOutdated}
          value={draft.body}
          onChange={(event) => change({ body: event.target.value })}
          onKeyDown={onAreaKey}
          className="block field-sizing-content min-h-24 w-full resize-none bg-transparent px-3 py-2 text-body outline-none"
        />
        {prepared.quote !== '' && (
          <Quote text={prepared.quote} isOn={draft.withQuote} onChange={(withQuote) => change({ withQuote })} />
        )}
        <DraftFiles files={draft.files} uploads={files.uploads} onRemove={files.remove} onDismiss={files.dismiss} />
      </div>
      <TemplateGaps draft={draft} area={area} isAsked={isAskedOfGaps} />
      <Cautions sentences={cautions} />
      <p
        id={noteId}
        role="status"
        className={writing.problem === null ? 'px-3 text-caption text-muted' : 'px-3 py-1 text-small text-danger'}
      >
        {writing.problem ?? describeKeeping(writing.keeping, draft)}
      </p>
      <div className="flex shrink-0 items-center gap-0.5 p-1.5">
        <AttachButton onFiles={files.add} limit={files.limit} />
        <TextTools area={area} text={draft.body} />
        <TemplateButton draft={draft} area={area} change={change} changeFiles={writing.changeFiles} />
        <IconButton
          label={t('outgoing.discard')}
          onClick={() => {
            void writing.forget().then(() => onDiscard(draft.id));
            onClose();
          }}
        >
          <Trash2 size={15} aria-hidden />
        </IconButton>
        <span className="flex-1" />
        <SendButton
          isSending={writing.isSending}
          disabled={writing.isSending || files.busy || isOutdated || from?.maySend !== true}
          onSend={(at) => void send(at)}
        />
      </div>
    </section>
  );
}

function describeKeeping(keeping: ReturnType<typeof useWriting>['keeping'], { body }: OutgoingDraft): string {
  if (typeof keeping === 'object') return t('outgoing.unsaved', { problem: keeping.problem });
  if (keeping === 'keeping') return t('outgoing.saving');
  return body === '' ? '' : t('outgoing.saved');
}
