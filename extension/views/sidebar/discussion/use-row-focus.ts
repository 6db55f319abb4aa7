import type { FocusEvent, KeyboardEvent } from 'react';
import { useState } from 'react';

const rowOf = (target: EventTarget): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null;

/** One tab stop for the whole list: the row that had the focus last, at first the newest. */
export function onListFocus(event: FocusEvent<HTMLElement>): void {
  const row = rowOf(event.target);
  if (row === null) return;
  for (const other of event.currentTarget.querySelectorAll<HTMLElement>('[data-message][tabindex="0"]')) {
    other.tabIndex = -1;
  }
  row.tabIndex = 0;
}

/** Arrows, Home and End move between messages; the actions of the focused one follow by Tab. */
export function onListKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const row = rowOf(event.target);
  if (row === null || event.target !== row) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const index = rows.indexOf(row);
  const moves: Record<string, number> = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.length - 1 };
  const next = rows[moves[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** Whether a row is pointed at or holds the focus, and what to put on it to know. */
export function useRowActive() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  return {
    active: pointed || focused,
    handlers: {
      // Not `enter`: it is missed where a row takes another's place under a pointer that rests.
      onPointerOver: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent<HTMLElement>) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setFocused(false);
      },
    },
  };
}
