import type { z } from 'zod';
import type { Logger } from 'pino';
import type { Database, Transaction } from '#server/db/client.ts';

/** A kind of work: its name in the queue and the shape of its payload (ids, never mail text). */
export interface Job<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
}

/** Names a job once, where both who asks for it and who does it can import it. */
export function defineJob<Payload>(name: string, payload: z.ZodType<Payload>): Job<Payload> {
  return { name, payload };
}

export interface EnqueueOptions {
  /**
   * At most one job waits under a key: asking again replaces the waiting one (payload and time). One that is being
   * done is left alone and a further one is made, so nothing said after it began is missed.
   */
  readonly jobKey?: string;
  /** With a key: keep the waiting job's time instead of replacing it. */
  readonly keepRunAt?: boolean;
  readonly runAt?: Date;
  /** Jobs of one queue never run at the same time. Their order is not kept when one fails: order comes from rows. */
  readonly queueName?: string;
  /** How often it is tried before it counts as failed; default 25 (about three days). */
  readonly maxAttempts?: number;
}

export interface Queue {
  /** Asks for a job inside the caller's transaction: it exists if and only if that commits. */
  enqueue<Payload>(
    tx: Transaction | Database,
    job: Job<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<void>;
}

/** What a job learns of its run. `signal` aborts when the server stops or lost the right to run the job. */
export interface JobRun {
  readonly jobId: string;
  /** 1 on the first try. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Does a kind of job. May run again after a crash: what it does must be safe to repeat. Throwing means: try again. */
export interface JobHandler {
  readonly name: string;
  /** When to run by itself, as five crontab fields in UTC; the payload is then `{}`. */
  readonly cron?: string;
  run(payload: unknown, run: JobRun): Promise<void>;
}

/** Binds a job to what does it; the payload is checked before. */
export function handleJob<Payload>(
  job: Job<Payload>,
  run: (payload: Payload, run: JobRun) => Promise<void>,
  options: { cron?: string } = {},
): JobHandler {
  return { name: job.name, ...options, run: (payload, context) => run(job.payload.parse(payload), context) };
}

/** Thrown by a job to be run again after `delayMs` of real time, with its attempts counted from the start. */
export class RunAgain extends Error {
  override readonly name = 'RunAgain';
  readonly delayMs: number;

  constructor(delayMs: number) {
    super(`run again in ${Math.ceil(delayMs)} ms`);
    this.delayMs = delayMs;
  }
}
