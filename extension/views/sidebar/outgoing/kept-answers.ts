import { z } from 'zod';
import { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import type { ViewStorage } from '../../bridge/bridge.ts';

type Storage = Pick<ViewStorage, 'get' | 'set' | 'remove'>;

const keyOf = (correspondenceId: string | null): string => `answer:${correspondenceId ?? 'new'}`;

/** What can be read of what was kept; a single answer was kept by itself before. */
const Kept = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);

/** Reads and writes take turns, so that two drafts of one correspondence never lose each other. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
  const next = turn.then(act, act);
  turn = next;
  return next;
}

/** What this browser keeps of a correspondence's answers, since the server does not have it; the newest last. */
export async function readKeptAnswers(storage: Storage, correspondenceId: string | null): Promise<OutgoingDraft[]> {
  const kept = Kept.parse(await storage.get(keyOf(correspondenceId)));
  return kept.flatMap((each) => OutgoingDraft.safeParse(each).data ?? []);
}

/** Keeps a draft until the server has it, beside the others of its correspondence. */
export function keepAnswer(storage: Storage, draft: OutgoingDraft): Promise<void> {
  return change(storage, draft, (others) => [...others, draft]);
}

export function dropAnswer(storage: Storage, draft: OutgoingDraft): Promise<void> {
  return change(storage, draft, (others) => others);
}

function change(
  storage: Storage,
  { id, correspondenceId }: OutgoingDraft,
  next: (others: OutgoingDraft[]) => OutgoingDraft[],
): Promise<void> {
  return inTurn(async () => {
    const kept = await readKeptAnswers(storage, correspondenceId);
    const left = next(kept.filter((each) => each.id !== id));
    await (left.length === 0 ? storage.remove(keyOf(correspondenceId)) : storage.set(keyOf(correspondenceId), left));
  });
}
