import { z } from 'zod';
import { chatOutbox } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';

/** Sends what waits in the outbox of one chat link, in order. */
export const drainChatLink = defineJob('drain-chat-link', z.object({ teamId: z.uuid(), linkId: z.uuid() }));

export interface Effect {
  /** Made here where it is left out. */
  readonly id?: string;
  readonly teamId: string;
  readonly linkId: string;
  readonly kind: 'card' | 'post' | 'edit' | 'delete' | 'react' | 'unreact' | 'file' | 'mail' | 'answer' | 'redraw';
  readonly messageId: string | null;
  /** Ids and emoji, never text. */
  readonly payload?: Readonly<Record<string, string | number | null>>;
}

/** Writes an effect on the chat into the outbox and asks for the link to be drained, both in the caller's transaction. */
export async function enqueueEffect(ports: Pick<Ports, 'queue'>, tx: Transaction, effect: Effect): Promise<void> {
  await enqueueEffects(ports, tx, [effect]);
}

/** Rows in one statement: each has six values, and a statement can hold 65,535. */
const mostRows = 5_000;

/** The same for many effects, done in their order. */
export async function enqueueEffects(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  effects: readonly Effect[],
): Promise<void> {
  const rows = effects.map(({ payload = {}, ...effect }) => ({
    ...effect,
    id: effect.id ?? createId<string>(),
    payload: JSON.stringify(payload),
  }));
  for (let from = 0; from < rows.length; from += mostRows)
    await tx.insert(chatOutbox).values(rows.slice(from, from + mostRows));
  const links = new Map(effects.map(({ linkId, teamId }) => [linkId, teamId]));
  for (const [linkId, teamId] of links) await requestDrain(ports, tx, teamId, linkId);
}

/** Asks for a link's outbox to be sent. Asking twice before it begins is one job. */
export async function requestDrain(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  teamId: string,
  linkId: string,
): Promise<void> {
  await ports.queue.enqueue(tx, drainChatLink, { teamId, linkId }, { jobKey: `drain:${linkId}` });
}
