import { z } from 'zod';
import { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import type { ViewStorage } from '../../bridge/bridge.ts';
import type { Self } from '../self.ts';

type Storage = Pick<ViewStorage, 'get' | 'set' | 'remove'>;

/** Whose browser it is just now: what one person wrote for a team is nobody else's, and no other team's. */
type Writer = Pick<Self, 'id' | 'teamId'>;

const keyOf = ({ id, teamId }: Writer, correspondenceId: string | null): string =>
  `answer:${id}:${teamId}:${correspondenceId ?? 'new'}`;

const Kept = z.array(z.unknown()).catch([]);

/** Reads and writes take turns, so that two drafts of one correspondence never lose each other. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
  const next = turn.then(act, act);
  turn = next;
  return next;
}

/** What this browser keeps of a correspondence's answers, since the server does not have it; the newest last. */
export async function readKeptAnswers(
  storage: Storage,
  writer: Writer,
  correspondenceId: string | null,
): Promise<OutgoingDraft[]> {
  const kept = Kept.parse(await storage.get(keyOf(writer, correspondenceId)));
  return kept.flatMap((each) => OutgoingDraft.safeParse(each).data ?? []);
}

/** Keeps a draft until the server has it, beside the others of its correspondence. */
export function keepAnswer(storage: Storage, writer: Writer, draft: OutgoingDraft): Promise<void> {
  return change(storage, writer, draft, (others) => [...others, draft]);
}

export function dropAnswer(storage: Storage, writer: Writer, draft: OutgoingDraft): Promise<void> {
  return change(storage, writer, draft, (others) => others);
}

function change(
  storage: Storage,
  writer: Writer,
  { id, correspondenceId }: OutgoingDraft,
  next: (others: OutgoingDraft[]) => OutgoingDraft[],
): Promise<void> {
  return inTurn(async () => {
    const kept = await readKeptAnswers(storage, writer, correspondenceId);
    const left = next(kept.filter((each) => each.id !== id));
    const key = keyOf(writer, correspondenceId);
    await (left.length === 0 ? storage.remove(key) : storage.set(key, left));
  });
}
