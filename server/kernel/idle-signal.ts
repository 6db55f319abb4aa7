/** Aborts a transfer that stands still. */
export interface IdleSignal {
  readonly signal: AbortSignal;
  /** Passes on what comes; each piece is a sign of life. */
  watch<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece>;
  /** It is over. */
  end(): void;
}

/** @param idleMs aborts when nothing came for as long; however long the whole takes. */
export function createIdleSignal(idleMs: number): IdleSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new DOMException(`nothing came for ${idleMs} ms`, 'TimeoutError'));
  const timer = setTimeout(abort, idleMs);
  return {
    signal: controller.signal,
    async *watch(pieces) {
      for await (const piece of pieces) {
        timer.refresh();
        yield piece;
      }
    },
    end: () => clearTimeout(timer),
  };
}
