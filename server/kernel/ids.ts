import { v7 } from 'uuid';

/** A new UUIDv7, ordered by time, as the branded id its place asks for: `const id: MessageId = createId()`. */
export function createId<Id extends string>(): Id {
  return v7() as Id;
}
