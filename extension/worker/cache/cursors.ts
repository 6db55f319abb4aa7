import type { Row } from './store.ts';

/** How far this person in this team has applied the live events. Its key is the scope. */
export interface CursorRow extends Row {
  cursor: string | null;
}

export const cursorIndexes = 'key';
