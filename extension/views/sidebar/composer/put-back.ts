type Listener = (body: string) => void;
const listeners = new Set<Listener>();

/** Hands the text of a message that was taken back to the composer in view. */
export function putBack(body: string): void {
  for (const listener of listeners) listener(body);
}

/** Hears what is put back, until `signal` aborts. */
export function watchPutBack(listener: Listener, signal: AbortSignal): void {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}
