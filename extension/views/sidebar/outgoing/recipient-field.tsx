import { ExternalLink, X } from 'lucide-react';
import { useId, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { t } from '#extension/language/t.ts';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import { joinClasses } from '../../ui/join-classes.ts';
import { useCompletions } from './use-completions.ts';
import { optionOf } from './use-recipients.ts';

interface RecipientFieldProps {
  label: string;
  people: readonly Recipient[];
  /** Whom one may mean, for completion. */
  known: readonly Recipient[];
  /** Whether somebody is neither of the team nor in the mail that is answered. */
  isStranger: (person: Recipient) => boolean;
  /** What is typed and nobody yet, and why it can't be anybody. */
  text: string;
  problem: string;
  onText: (text: string) => void;
  /** Makes recipients of a text. */
  onTake: (text: string) => void;
  onChange: (people: Recipient[]) => void;
}

const ends = new Set(['Enter', ',', ';']);

/** Recipients as chips that are always in sight; what is no address stays as text and says so. */
export function RecipientField(props: RecipientFieldProps) {
  const { label, people, text, problem, onText, onTake, onChange } = props;
  const found = useCompletions(text);
  const known = [
    ...props.known,
    ...found.filter((each) => props.known.every(({ address }) => address !== each.address)),
  ];
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && text === '') onChange(people.slice(0, -1));
    if (!ends.has(event.key) || event.ctrlKey || event.metaKey || text.trim() === '') return;
    event.preventDefault();
    onTake(text);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text');
    if (!/[,;\n]/.test(pasted)) return;
    event.preventDefault();
    onTake(`${text}, ${pasted.replace(/\s*\n\s*/g, ', ')}`);
  };
  return (
    <div className="flex items-start gap-2 border-b border-line px-3 py-1 text-small">
      <label htmlFor={id} className="min-w-10 shrink-0 pt-0.5 text-muted">
        {label}
      </label>
      <div className="flex min-w-0 flex-1 flex-wrap gap-1">
        {people.map((person) => (
          <Chip
            key={person.address}
            person={person}
            isStranger={props.isStranger(person)}
            onRemove={() => {
              onChange(people.filter(({ address }) => address !== person.address));
              input.current?.focus();
            }}
          />
        ))}
        <input
          ref={input}
          id={id}
          list={`${id}-known`}
          value={text}
          autoComplete="off"
          inputMode="email"
          aria-invalid={problem !== ''}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            const next = event.target.value;
            // A completion that was picked comes whole.
            const picked = known.find((person) => optionOf(person) === next);
            if (picked !== undefined) onTake(optionOf(picked));
            else onText(next);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => onTake(text)}
          className="h-6 min-w-24 flex-1 bg-transparent outline-none"
        />
        <datalist id={`${id}-known`}>
          {known.map((person) => (
            <option key={person.address} value={optionOf(person)} />
          ))}
        </datalist>
        <p id={`${id}-note`} role="status" className={problem === '' ? 'sr-only' : 'w-full text-caption text-danger'}>
          {problem}
        </p>
      </div>
    </div>
  );
}

interface ChipProps {
  person: Recipient;
  isStranger: boolean;
  onRemove: () => void;
}

function Chip({ person: { name, address }, isStranger, onRemove }: ChipProps) {
  const shown = name === '' ? address : name;
  return (
    <span
      title={isStranger ? t('outgoing.outside', { address }) : address}
      className={joinClasses(
        'flex h-6 max-w-full min-w-0 items-center gap-1 rounded-md ps-1.5',
        isStranger ? 'border border-dashed border-warn text-warn' : 'bg-mail-soft text-mail-ink',
      )}
    >
      {isStranger && <ExternalLink size={11} role="img" aria-label={t('outgoing.external')} className="shrink-0" />}
      <bdi className="truncate">{shown}</bdi>
      <button
        type="button"
        aria-label={t('outgoing.remove', { name: shown })}
        onClick={onRemove}
        className="flex size-6 shrink-0 items-center justify-center rounded-md opacity-70 hover:opacity-100"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
