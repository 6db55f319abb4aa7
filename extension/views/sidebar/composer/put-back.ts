import type { QueuedMessage } from '#extension/messaging/protocol.ts';

export type TakenBack = Pick<QueuedMessage, 'body' | 'files'>;

type Listener = (message: TakenBack) => void;
const listeners = new Set<Listener>();

/** Hands the text and the files of a message that was taken back to the composer in view. */
export function putBack(message: TakenBack): void {
  for (const listener of listeners) listener(message);
}

/** Hears what is put back, until `signal` aborts. */
export function watchPutBack(listener: Listener, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}
