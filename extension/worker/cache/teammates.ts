import type { Teammate } from '#shared/contract/person.ts';
import type { Row } from './store.ts';

/** The members of one team. Its key is the scope. */
export interface TeammatesRow extends Row {
  members: Teammate[];
}

export const teammatesIndexes = 'key';
