import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react';
import { useId, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { continueList, markFor, toggleMark } from './markdown-keys.ts';
import { MentionList } from './mention-list.tsx';
import type { PickedMention } from './mentions.ts';
import { useMentionList } from './use-mention-list.ts';
import { writeInto } from './write-into.ts';

interface MentionAreaProps {
  label: string;
  text: string;
  placeholder?: string;
  autoFocus?: boolean;
  invalid?: boolean;
  readOnly?: boolean;
  /** Where the completion opens. */
  below?: boolean;
  area?: RefObject<HTMLTextAreaElement | null>;
  describedBy?: string;
  onText: (text: string) => void;
  onPick: (person: PickedMention) => void;
  onSubmit: () => void;
  onFiles?: (files: File[]) => void;
}

const shape = 'col-start-1 row-start-1 max-h-[38vh] min-h-9 w-full px-3 py-2 text-body';

/** A text box that grows with its text, completes @names and knows Markdown's keys. Ctrl/⌘+Enter submits. */
export function MentionArea(props: MentionAreaProps) {
  const { label, text, placeholder, autoFocus = false, invalid = false, below = false } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  const area = props.area ?? own;
  const [caret, setCaret] = useState(0);
  const listId = useId();
  const list = useMentionList(text, caret, (person, query) => {
    props.onPick({ id: person.id, name: person.name });
    writeInto(area.current, { start: query.start, end: caret, text: `@${person.name} ` });
  });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || list.onKeyDown(event)) return;
    const box = event.currentTarget;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && event.key === 'Enter') {
      event.preventDefault();
      props.onSubmit();
      return;
    }
    const selection = { text, start: box.selectionStart, end: box.selectionEnd };
    const mark = command && !event.shiftKey ? markFor(event.key) : undefined;
    const isBreak = event.key === 'Enter' && !event.shiftKey && !command;
    const next = mark !== undefined ? toggleMark(selection, mark) : isBreak ? continueList(selection) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    writeInto(box, { start: 0, end: text.length, text: next.text, select: next });
  };

  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || props.onFiles === undefined) return;
    event.preventDefault();
    props.onFiles(files);
  };

  const offered = list.people.length > 0;
  return (
    <div className="relative grid">
      {offered && <MentionList id={listId} list={list} below={below} />}
      <textarea
        ref={area}
        dir="auto"
        rows={1}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={offered ? listId : undefined}
        aria-activedescendant={offered ? `${listId}-${list.index}` : undefined}
        aria-invalid={invalid}
        readOnly={props.readOnly}
        aria-describedby={props.describedBy}
        autoFocus={autoFocus}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setCaret(event.target.selectionStart);
          props.onText(event.target.value);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={list.close}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        className={`${shape} resize-none overflow-y-auto bg-transparent outline-none`}
      />
      {/* The same text, unseen, gives the box its height. */}
      <div aria-hidden className={`${shape} invisible overflow-hidden whitespace-pre-wrap`}>
        {`${text} `}
      </div>
      <span role="status" className="sr-only">
        {offered ? t('composer.matches', list.people.length) : ''}
      </span>
    </div>
  );
}
