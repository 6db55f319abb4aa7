import type { AssignmentView } from '#shared/contract/notification.ts';
import type { Row } from './store.ts';

/** What a person has to answer and has not read. Its key is the scope. */
export interface AssignmentsRow extends Row {
  assignments: AssignmentView[];
}

export const assignmentsIndexes = 'key';
