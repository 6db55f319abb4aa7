import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { joinClasses } from '../../ui/join-classes.ts';
import { continueList, markFor, type Selection, toggleMark } from './markdown-keys.ts';
import { MentionList } from './mention-list.tsx';
import type { PickedMention } from './mentions.ts';
import { useMentionList } from './use-mention-list.ts';

interface MentionAreaProps {
  label: string;
  text: string;
  placeholder?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  /** Where the completion opens. */
  below?: boolean;
  area?: RefObject<HTMLTextAreaElement | null>;
  describedBy?: string;
  onText: (text: string) => void;
  onPick: (person: PickedMention) => void;
  onSubmit: () => void;
  onFiles?: (files: File[]) => void;
}

/** A text box that grows with its text, completes @names and knows Markdown's keys. Ctrl/⌘+Enter submits. */
export function MentionArea(props: MentionAreaProps) {
  const { label, text, placeholder, autoFocus = false, disabled = false, invalid = false, below = false } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  const area = props.area ?? own;
  const [caret, setCaret] = useState(0);
  const wanted = useRef<number | null>(null);
  const listId = useId();

  useLayoutEffect(() => {
    const box = area.current;
    if (box === null) return;
    box.style.height = '0';
    box.style.height = `${box.scrollHeight}px`;
    if (wanted.current === null) return;
    box.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  }, [text, area]);

  const replace = (start: number, end: number, insert: string): void => {
    wanted.current = start + insert.length;
    setCaret(wanted.current);
    props.onText(text.slice(0, start) + insert + text.slice(end));
    area.current?.focus();
  };
  const list = useMentionList(text, caret, (person, query) => {
    props.onPick({ id: person.id, name: person.name });
    replace(query.start, caret, `@${person.name} `);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || list.onKeyDown(event)) return;
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (command && event.key === 'Enter') {
      event.preventDefault();
      props.onSubmit();
      return;
    }
    const mark = command && !event.shiftKey ? markFor(event.key) : undefined;
    const change = mark !== undefined ? toggleMark({ text, start, end }, mark) : undefined;
    const next =
      change ?? (event.key === 'Enter' && !event.shiftKey && !command ? continueList({ text, start, end }) : undefined);
    if (next === undefined) return;
    event.preventDefault();
    write(event.currentTarget, next, props.onText);
  };

  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || props.onFiles === undefined) return;
    event.preventDefault();
    props.onFiles(files);
  };

  return (
    <div className="relative">
      {list.people.length > 0 && <MentionList id={listId} list={list} below={below} />}
      <textarea
        ref={area}
        dir="auto"
        rows={1}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={list.people.length > 0 ? listId : undefined}
        aria-activedescendant={list.people.length > 0 ? `${listId}-${list.index}` : undefined}
        aria-invalid={invalid}
        aria-describedby={props.describedBy}
        autoFocus={autoFocus}
        disabled={disabled}
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
        className={joinClasses(
          'block max-h-[38vh] min-h-9 w-full resize-none overflow-y-auto bg-transparent px-3 py-2 text-body outline-none',
          'disabled:cursor-not-allowed',
        )}
      />
      <span role="status" className="sr-only">
        {list.people.length > 0 ? `${list.people.length} teammates match. Arrow keys choose, Enter takes.` : ''}
      </span>
    </div>
  );
}

/** Writes through the browser's own editing, so that undo knows it; where that is gone, directly. */
function write(box: HTMLTextAreaElement, next: Selection, onText: (text: string) => void): void {
  box.setSelectionRange(0, box.value.length);
  if (!document.execCommand('insertText', false, next.text)) onText(next.text);
  box.setSelectionRange(next.start, next.end);
  requestAnimationFrame(() => box.setSelectionRange(next.start, next.end));
}
