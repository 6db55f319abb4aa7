/** Thrown when something of the chat can't be done now and is to be tried again, with how long to wait at least. */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 1000) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}
