/** An answer of Slack's Web API with `ok: false`; `error` is Slack's own code. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly details: Record<string, unknown>;

  constructor(error: string, details: Record<string, unknown> = {}) {
    super(error);
    this.name = 'SlackRefusal';
    this.error = error;
    this.details = details;
  }
}

/** Refuses the call that is being answered with Slack's error code. */
export function refuse(error: string, details?: Record<string, unknown>): never {
  throw new SlackRefusal(error, details);
}
