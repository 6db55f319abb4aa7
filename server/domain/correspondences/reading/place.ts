import { z } from 'zod';
import { Problem } from '#server/kernel/problem.ts';

/** Where a page of a list ended: the time and the id of its last row. */
const Place = z.tuple([z.iso.datetime({ offset: true }), z.uuid(), z.int().min(0).optional()]);

export interface Place {
  readonly at: string;
  readonly id: string;
  /** How many there were when the list was begun, so that they are counted once. */
  readonly total?: number | undefined;
}

/** A place as it travels, in an address too. */
export function writePlace({ at, id, total }: Place): string {
  return Buffer.from(JSON.stringify(total === undefined ? [at, id] : [at, id, total])).toString('base64url');
}

/** @throws Problem 'invalid-input' for what is no place of ours. */
export function readPlace(text: string): Place {
  try {
    const [at, id, total] = Place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { at, id, total };
  } catch {
    throw new Problem('invalid-input', 'This place in the list is not known any more; start again at its top.');
  }
}
