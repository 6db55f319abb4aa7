import { type KeyboardEvent, useCallback, useState } from 'react';

/**
 * One tab stop for the whole list: arrows, Home and End move between messages, whose actions then follow by Tab.
 * `active` is the row whose actions are shown; `tabbable` the one that Tab reaches.
 */
export function useRowFocus(ids: readonly string[]) {
  const [active, setActive] = useState<string | null>(null);
  const [tabbable, setTabbable] = useState<string | null>(null);

  const activate = useCallback((id: string | null, focused: boolean) => {
    setActive(id);
    if (focused && id !== null) setTabbable(id);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-message]');
    if (row === null || event.target !== row) return;
    const index = ids.indexOf(row.dataset['message'] ?? '');
    const moves: Record<string, number> = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: ids.length - 1 };
    const next = ids[moves[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-message="${CSS.escape(next)}"]`)?.focus();
  };

  const known = tabbable !== null && ids.includes(tabbable) ? tabbable : (ids[ids.length - 1] ?? null);
  return { active, tabbable: known, activate, onKeyDown };
}
