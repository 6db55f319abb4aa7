import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProblemView } from '#shared/contract/problem.ts';
import type { Outbox, OutboxRow } from '../outbox/outbox.ts';
import { createPosting, type PostedMessage } from './post-message.ts';

const posted = {} as PostedMessage;

function row(messageId: string, position: number, threadKey = 'thread-a', scope = 'u/t'): OutboxRow {
  return {
    messageId,
    scope,
    threadKey,
    discussionId: null,
    input: { messageId, target: { kind: 'discussion', discussionId: 'd' }, body: messageId },
    position,
    createdAt: position,
    problem: null,
  } as OutboxRow;
}

function outboxOf(...rows: OutboxRow[]): Outbox {
  const held = new Map(rows.map((each) => [each.messageId, each]));
  return {
    ready: Promise.resolve(),
    add: async (added) => void held.set(added.messageId, { ...added, position: held.size }),
    find: (id) => held.get(id),
    list: (scope) =>
      [...held.values()].filter((each) => each.scope === scope).toSorted((a, b) => a.position - b.position),
    update: async (id, change) => {
      const known = held.get(id);
      if (known !== undefined) held.set(id, { ...known, ...change });
    },
    remove: async (id) => void held.delete(id),
  };
}

type Answer = 'ok' | ProblemView['code'];

/** A posting whose server answers each message with the next of its answers, and then always takes it. */
function posting(outbox: Outbox, answers: Record<string, Answer[]> = {}, retryAfterMs: number | null = 1) {
  const onRefused = vi.fn<() => void>();
  const sent: string[] = [];
  const onSignedOut = vi.fn<(reason: string) => void>();
  const isSignedIn = { value: true };
  const built = createPosting({
    outbox,
    findScope: () => (isSignedIn.value ? 'u/t' : undefined),
    post: async ({ messageId }) => {
      sent.push(messageId);
      const answer = answers[messageId]?.shift() ?? 'ok';
      if (answer === 'ok') return posted;
      throw Object.assign(new Error('refused'), { code: answer });
    },
    readProblem: (error) => {
      onRefused();
      const { code } = error as { code: ProblemView['code'] };
      return { code, message: 'A sentence.', ...(retryAfterMs === null ? {} : { retryAfterMs }) };
    },
    onPosted: async () => undefined,
    onChanged: () => undefined,
    onSignedOut,
  });
  return { ...built, sent, onSignedOut, onRefused, isSignedIn };
}

/** Waits until `check` throws no more. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });

describe('the outbox', () => {
  it('goes out in the order written, each message once', async () => {
    const outbox = outboxOf(row('m1', 1), row('m2', 2), row('m3', 3));
    const { drain, sent, isBusy } = posting(outbox);
    drain();
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(sent).toEqual(['m1', 'm2', 'm3']);
  });

  it('tells what is on its way just now', async () => {
    const { drain, isSending, isBusy } = posting(outboxOf(row('m1', 1), row('m2', 2)));
    expect(isSending('m1')).toBe(false);
    drain();
    expect(isSending('m1')).toBe(true);
    expect(isSending('m2')).toBe(false);
    await until(() => expect(isBusy()).toBe(false));
    expect(isSending('m1')).toBe(false);
  });

  it('holds a line back while its first message waits, and repeats it under the same id', async () => {
    const outbox = outboxOf(row('m1', 1), row('m2', 2));
    const { drain, sent, isBusy } = posting(outbox, { m1: ['unavailable', 'internal', 'too-many'] });
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(sent).toEqual(['m1', 'm1', 'm1', 'm1', 'm2']);
  });

  it('lets other threads pass', async () => {
    const outbox = outboxOf(row('m1', 1), row('n1', 2, 'thread-b'));
    const { drain, sent, isSignedIn } = posting(outbox, { m1: Array.from({ length: 5_000 }, () => 'unavailable') });
    drain();
    await until(() => expect(outbox.find('n1')).toBeUndefined());
    isSignedIn.value = false;
    expect(outbox.find('m1')).toBeDefined();
    expect(sent).toContain('n1');
  });

  it('keeps what the server refuses for good, with the reason, and goes on', async () => {
    const outbox = outboxOf(row('m1', 1), row('m2', 2));
    const { drain, sent, isBusy } = posting(outbox, { m1: ['invalid-input'] });
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(outbox.find('m1')?.problem).toBe('A sentence.');
    expect(sent).toEqual(['m1', 'm2']);
    await outbox.update('m1', { problem: null });
    drain();
    await until(() => expect(outbox.find('m1')).toBeUndefined());
  });

  it('sends nothing of another person or team', async () => {
    const outbox = outboxOf(row('m1', 1), row('x1', 2, 'thread-x', 'other/t'));
    const { drain, sent, isBusy } = posting(outbox);
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(sent).toEqual(['m1']);
    expect(outbox.find('x1')).toBeDefined();
  });

  it('waits for the next sign-in when the token is no longer accepted', async () => {
    const outbox = outboxOf(row('m1', 1));
    const { drain, sent, onSignedOut } = posting(outbox, { m1: ['not-signed-in'] });
    drain();
    await until(() => expect(onSignedOut).toHaveBeenCalledWith('A sentence.'));
    expect(outbox.find('m1')).toMatchObject({ problem: null });
    drain();
    await until(() => expect(outbox.find('m1')).toBeUndefined());
    expect(sent).toEqual(['m1', 'm1']);
  });

  it('leaves a message to its author when the server fails on it again and again, and goes on', async () => {
    const outbox = outboxOf(row('m1', 1), row('m2', 2));
    const { drain, sent, isBusy } = posting(outbox, { m1: Array.from({ length: 20 }, () => 'internal') });
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(sent.filter((id) => id === 'm1')).toHaveLength(20);
    expect(sent.at(-1)).toBe('m2');
    expect(outbox.find('m1')?.problem).toMatch(/^The server failed on this message again and again\./);
    await outbox.update('m1', { problem: null });
    drain();
    await until(() => expect(outbox.find('m1')).toBeUndefined());
  });

  it('never gives up on a server that can’t be reached', async () => {
    const outbox = outboxOf(row('m1', 1));
    const { drain, sent, isBusy } = posting(outbox, { m1: Array.from({ length: 40 }, () => 'unavailable') });
    drain();
    await until(() => expect(isBusy()).toBe(false));
    expect(sent).toHaveLength(41);
  });
});

describe('a line that the server asked to wait', () => {
  afterEach(() => void vi.useRealTimers());

  it('waits as long as asked, however often sending is asked for, and holds no other line', async () => {
    vi.useFakeTimers();
    const outbox = outboxOf(row('m1', 1), row('n1', 2, 'thread-b'));
    const { drain, sent } = posting(outbox, { m1: ['too-many'] }, 30_000);
    drain();
    await vi.advanceTimersByTimeAsync(29_000);
    drain();
    await vi.advanceTimersByTimeAsync(500);
    expect(sent).toEqual(['m1', 'n1']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual(['m1', 'n1', 'm1']);
  });

  it('goes on at once when it only waited for a server that could not be reached', async () => {
    vi.useFakeTimers();
    const { drain, sent } = posting(outboxOf(row('m1', 1)), { m1: ['unavailable'] }, null);
    drain();
    await vi.advanceTimersByTimeAsync(1);
    drain();
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['m1', 'm1']);
  });

  it('goes on by itself also when sending is asked for in the very moment of its refusal', async () => {
    vi.useFakeTimers();
    const { drain, sent, onRefused } = posting(outboxOf(row('m1', 1)), { m1: ['unavailable'] }, null);
    onRefused.mockImplementation(() => queueMicrotask(drain));
    drain();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(['m1', 'm1']);
  });
});
