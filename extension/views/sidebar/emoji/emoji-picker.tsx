import { type KeyboardEvent, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { TextInput } from '../../ui/field.tsx';
import { findEmoji } from './emoji-list.ts';

const columns = 8;

/** A grid of emoji with a search; arrows move, Enter takes. From the search box Enter takes the first. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const grid = useRef<HTMLDivElement>(null);
  const found = findEmoji(query);

  const focusAt = (next: number): void => {
    const bounded = Math.max(0, Math.min(found.length - 1, next));
    setIndex(bounded);
    grid.current?.querySelectorAll<HTMLElement>('button')[bounded]?.focus();
  };
  const onGridKey = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    focusAt(index + move);
  };
  return (
    <div className="w-70 max-w-full p-2">
      <TextInput
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            focusAt(0);
          }
          if (event.key === 'Enter' && first !== undefined) {
            event.preventDefault();
            onPick(first.emoji);
          }
        }}
      />
      <div
        ref={grid}
        role="group"
        aria-label={t('emoji.grid')}
        onKeyDown={onGridKey}
        className="mt-2 grid max-h-44 grid-cols-8 overflow-y-auto"
      >
        {found.map(({ emoji, words }, position) => (
          <button
            key={emoji}
            type="button"
            tabIndex={position === index ? 0 : -1}
            aria-label={words}
            title={words.split(' ').slice(0, 2).join(' ')}
            onClick={() => onPick(emoji)}
            className="flex h-8 items-center justify-center rounded-md font-emoji text-[1.125rem] leading-none hover:bg-hover focus-visible:-outline-offset-2"
          >
            {emoji}
          </button>
        ))}
      </div>
      <p role="status" className="text-caption text-muted">
        {found.length === 0 ? t('emoji.none') : ''}
      </p>
    </div>
  );
}
