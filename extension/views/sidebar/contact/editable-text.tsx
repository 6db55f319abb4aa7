import { useEffect, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { joinClasses } from '../../ui/join-classes.ts';

interface EditableTextProps {
  label: string;
  value: string;
  empty: string;
  maxLength: number;
  disabled: boolean;
  /** False or a rejection keeps what was typed. */
  onSave: (value: string) => Promise<boolean>;
  className?: string;
}

/** Text that turns into its own input on a click; Enter or leaving saves, Escape takes back. */
export function EditableText({ label, value, empty, maxLength, disabled, onSave, className }: EditableTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  // What was saved over which value: shown until that value changes.
  const [pending, setPending] = useState<{ over: string; text: string } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const refocus = useRef(false);
  useEffect(() => {
    if (typed === null && refocus.current) button.current?.focus();
    refocus.current = false;
  }, [typed]);

  const shown = pending?.over === value ? pending.text : value;
  if (disabled) {
    return (
      <span dir="auto" className={joinClasses('block px-1.5 py-1', shown === '' && 'text-muted', className)}>
        {shown === '' ? '—' : shown}
      </span>
    );
  }
  const save = async (): Promise<void> => {
    if (typed === null) return;
    const text = typed.trim();
    setTyped(null);
    if (text === shown) return;
    setPending({ over: value, text });
    if (await onSave(text)) return;
    setPending(null);
    setTyped(text);
  };
  if (typed !== null) {
    return (
      <input
        dir="auto"
        autoFocus
        aria-label={label}
        value={typed}
        maxLength={maxLength}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') {
            refocus.current = true;
            void save();
          }
          if (event.key === 'Escape') {
            event.preventDefault();
            refocus.current = true;
            setTyped(null);
          }
        }}
        className={joinClasses('w-full rounded border border-accent bg-canvas px-1.25 py-0.75 outline-none', className)}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      dir="auto"
      aria-label={t('contact.editLabel', { label, value: shown === '' ? t('contact.none') : shown })}
      onClick={() => setTyped(shown)}
      className={joinClasses(
        'block w-full cursor-text! rounded border border-transparent px-1.25 py-0.75 text-start transition-colors duration-100 hover:border-line hover:bg-hover',
        shown === '' && 'text-muted',
        className,
      )}
    >
      {shown === '' ? empty : shown}
    </button>
  );
}
