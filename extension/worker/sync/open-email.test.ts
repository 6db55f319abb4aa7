import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { ProblemView } from '#shared/contract/problem.ts';
import { openDatabase } from '../cache/database.ts';
import { createChanges } from '../changes.ts';
import type { ThreadFacts } from '../tabs/thread-facts.ts';
import { createOpening, type OpeningDeps } from './open-email.ts';

const view = CorrespondenceView.parse({
  correspondenceId: null,
  contacts: [],
  companies: [],
  teammateAddresses: [],
  discussion: null,
  mail: null,
  isPrivate: false,
  joinOffer: null,
  presence: null,
  chat: { connected: false, channelName: null, problem: null },
});

function facts(thread: string, people = 1): ThreadFacts {
  const addresses = Array.from({ length: people }, (_none, index) => String(index).repeat(64));
  const open = { webmail: 'gmail' as const, account: 'a', thread, addresses, domains: [], fingerprints: [] };
  return { threadKey: `u/t/${thread}`, open, addressHashes: [] };
}

describe('opening a mail', () => {
  let scope: string | undefined;
  let at: number;
  let problem: ProblemView;
  let deps: OpeningDeps;
  const open = vi.fn<OpeningDeps['open']>();
  const onSignedOut = vi.fn<(reason: string) => void>();

  beforeEach(() => {
    scope = 'u/t';
    at = 1_000;
    problem = { code: 'unavailable', message: 'Away.' };
    open.mockReset().mockResolvedValue(view);
    onSignedOut.mockReset();
    deps = {
      database: openDatabase(() => undefined),
      changes: createChanges(),
      now: () => at,
      findScope: () => scope,
      open,
      readProblem: () => problem,
      onPresence: () => undefined,
      onSignedOut,
    };
  });

  it('asks once for what is asked twice, and again when the mail shows more people or time has passed', async () => {
    const opening = createOpening(deps);
    await Promise.all([opening.refresh(facts('x')), opening.refresh(facts('x'))]);
    expect(open).toHaveBeenCalledTimes(1);
    await opening.refresh(facts('x', 2));
    expect(open).toHaveBeenCalledTimes(2);
    at += 60_000;
    await opening.refresh(facts('x', 2));
    await opening.refresh(facts('x', 2), { force: true });
    expect(open).toHaveBeenCalledTimes(4);
  });

  it('asks again after the machine’s clock was set back', async () => {
    const opening = createOpening(deps);
    await opening.refresh(facts('x'));
    at -= 3_600_000;
    await opening.refresh(facts('x'));
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('keeps each answer under its own thread, however late it comes', async () => {
    const opening = createOpening(deps);
    const slow = Promise.withResolvers<CorrespondenceView>();
    const answer = { ...view, correspondenceId: CorrespondenceView.shape.correspondenceId.parse(null) };
    open.mockReturnValueOnce(slow.promise);
    const first = opening.refresh(facts('slow'));
    await opening.refresh(facts('fast'));
    expect(await deps.database.threads.get('u/t/slow')).toBeUndefined();
    expect(await deps.database.threads.get('u/t/fast')).toMatchObject({ fetchedAt: at });
    slow.resolve(answer);
    await first;
    expect(await deps.database.threads.get('u/t/slow')).toBeDefined();
  });

  it('lets no earlier answer overtake a later one', async () => {
    const opening = createOpening(deps);
    const slow = Promise.withResolvers<CorrespondenceView>();
    open.mockReturnValueOnce(slow.promise);
    const first = opening.refresh(facts('x'));
    open.mockResolvedValueOnce({ ...view, chat: { ...view.chat, channelName: 'newer' } });
    await opening.refresh(facts('x'), { force: true });
    slow.resolve({ ...view, chat: { ...view.chat, channelName: 'older' } });
    await first;
    expect((await deps.database.threads.get('u/t/x'))?.view.chat.channelName).toBe('newer');
  });

  it('throws away what was asked as somebody else', async () => {
    const opening = createOpening(deps);
    const slow = Promise.withResolvers<CorrespondenceView>();
    open.mockReturnValueOnce(slow.promise);
    const asked = opening.refresh(facts('x'));
    scope = 'other/t';
    slow.resolve(view);
    await asked;
    expect(await deps.database.threads.get('u/t/x')).toBeUndefined();
    await opening.refresh(facts('x'));
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('says a refusal at its thread, leaves absence to the connection, and ends the session when it has ended', async () => {
    const opening = createOpening(deps);
    open.mockRejectedValue(new Error('no'));
    await opening.refresh(facts('x'));
    expect(opening.findProblem('u/t/x')).toBeNull();
    problem = { code: 'not-allowed', message: 'You may only look.' };
    await opening.refresh(facts('x'));
    expect(opening.findProblem('u/t/x')).toBe('You may only look.');
    problem = { code: 'not-signed-in', message: 'You are signed out.' };
    await opening.refresh(facts('x'));
    expect(onSignedOut).toHaveBeenCalledWith('You are signed out.');
    open.mockResolvedValue(view);
    await opening.refresh(facts('x'));
    expect(opening.findProblem('u/t/x')).toBeNull();
  });
});
