import { t } from '#extension/language/t.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import type { ProblemCode, ProblemView } from '#shared/contract/problem.ts';
import type { Outbox, OutboxRow } from '../outbox/outbox.ts';
import { retryDelayMs } from './retry-delay.ts';

export interface PostedMessage {
  discussion: Discussion;
  message: Message;
}

export interface PostingDeps {
  outbox: Outbox;
  /** Whose messages may go out now; undefined while nobody is signed in. */
  findScope(): string | undefined;
  /** Hands one message to the server under its own id; throws what the server or the network says. */
  post(row: OutboxRow): Promise<PostedMessage>;
  readProblem(error: unknown): ProblemView;
  /** Puts the answer into the cache, before the row goes. */
  onPosted(row: OutboxRow, posted: PostedMessage): Promise<void>;
  onChanged(row: OutboxRow): void;
  onSignedOut(reason: string): void;
}

export interface Posting {
  /**
   * Sends what waits: at once, and again later when the server could not take it. Safe to call at any time: a line that
   * the server asked to wait waits on, and holds no other.
   */
  drain(): void;
  /** Whether this message is on its way to the server just now. */
  isSending(messageId: string): boolean;
  /** Whether anything still waits for the server. */
  isBusy(): boolean;
}

/** Refusals that time or a sign-in heals; all others wait for the author. */
const passing: ReadonlySet<ProblemCode> = new Set(['unavailable', 'internal', 'too-many', 'not-signed-in']);
const longestPauseMs = 30_000;
/** So many times the server may fail on one message before its author decides: about five minutes of tries. */
const mostFailures = 20;

interface Pause {
  readonly timer: ReturnType<typeof setTimeout>;
  /** The server answered and wants the wait; else it was not reached, and any sign of it ends the wait. */
  readonly isServersWish: boolean;
}

/** Builds what sends the outbox: one line per thread, each in the order written, one message at a time. */
export function createPosting(deps: PostingDeps): Posting {
  const running = new Set<string>();
  const sending = new Set<string>();
  const paused = new Map<string, Pause>();
  const failures = new Map<string, number>();

  function drain(): void {
    const scope = deps.findScope();
    if (scope === undefined) return;
    for (const line of new Set(waiting(scope).map(lineOf))) {
      // A line that is just being paused keeps its timer: nothing else would set it going again.
      if (running.has(line) || paused.get(line)?.isServersWish === true) continue;
      resume(line);
      void run(line, scope);
    }
  }

  function resume(line: string): void {
    clearTimeout(paused.get(line)?.timer);
    paused.delete(line);
  }

  function waiting(scope: string): OutboxRow[] {
    return deps.outbox.list(scope).filter(({ problem }) => problem === null);
  }

  async function run(line: string, scope: string): Promise<void> {
    running.add(line);
    try {
      for (;;) {
        const row = waiting(scope).find((candidate) => lineOf(candidate) === line);
        if (row === undefined || deps.findScope() !== scope) return;
        if (!(await send(line, row))) return;
      }
    } finally {
      running.delete(line);
    }
  }

  /** True when the line may go on with its next message. */
  async function send(line: string, row: OutboxRow): Promise<boolean> {
    sending.add(row.messageId);
    try {
      const posted = await deps.post(row);
      await deps.onPosted(row, posted);
      await deps.outbox.remove(row.messageId);
      failures.delete(line);
      deps.onChanged(row);
      return true;
    } catch (error) {
      return await failed(line, row, deps.readProblem(error));
    } finally {
      sending.delete(row.messageId);
    }
  }

  /** True when the line may go on: the message waits for its author. */
  async function failed(line: string, row: OutboxRow, problem: ProblemView): Promise<boolean> {
    if (!passing.has(problem.code)) return leave(line, row, problem.message);
    if (problem.code === 'not-signed-in') {
      deps.onSignedOut(problem.message);
      return false;
    }
    if (problem.code === 'internal') {
      const count = (row.failures ?? 0) + 1;
      if (count >= mostFailures) return leave(line, row, t('failure.messageFails'));
      await deps.outbox.update(row.messageId, { failures: count });
    }
    pause(line, problem);
    return false;
  }

  async function leave(line: string, row: OutboxRow, reason: string): Promise<true> {
    await deps.outbox.update(row.messageId, { problem: reason, failures: 0 });
    failures.delete(line);
    deps.onChanged(row);
    return true;
  }

  function pause(line: string, { code, retryAfterMs }: ProblemView): void {
    const count = (failures.get(line) ?? 0) + 1;
    failures.set(line, count);
    const delay = retryAfterMs ?? retryDelayMs(count, longestPauseMs, Math.random());
    const timer = setTimeout(() => {
      resume(line);
      drain();
    }, delay);
    paused.set(line, { timer, isServersWish: retryAfterMs !== undefined || code === 'internal' });
  }

  return {
    drain,
    isSending: (messageId) => sending.has(messageId),
    isBusy: () => {
      const scope = deps.findScope();
      return scope !== undefined && waiting(scope).length > 0;
    },
  };
}

/** Messages of one thread go out one after another, whether or not its discussion exists yet. */
export function lineOf(row: Pick<OutboxRow, 'threadKey' | 'discussionId' | 'messageId'>): string {
  return row.threadKey ?? row.discussionId ?? row.messageId;
}

/** The thread's view with a message that the server has just taken. */
export function withPosted(
  view: CorrespondenceView,
  posted: PostedMessage,
  merge: (known: Discussion, incoming: Discussion) => Discussion,
): CorrespondenceView {
  const known = view.discussion;
  const discussion = known?.id === posted.discussion.id ? merge(known, posted.discussion) : posted.discussion;
  return { ...view, correspondenceId: discussion.correspondenceId, discussion, joinOffer: null };
}
