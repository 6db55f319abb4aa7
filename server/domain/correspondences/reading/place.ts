import { z } from 'zod';
import { Problem } from '#server/kernel/problem.ts';

/** Where a page of a list ended: the time and the id of its last row. */
const Place = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

export interface Place {
  readonly at: string;
  readonly id: string;
}

/** A place as it travels, in an address too. */
export function writePlace({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws Problem 'invalid-input' for what is no place of ours. */
export function readPlace(text: string): Place {
  try {
    const [at, id] = Place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { at, id };
  } catch {
    throw new Problem('invalid-input', 'This place in the list is not known any more; start again at its top.');
  }
}
