import { z } from 'zod';
import { chatOutbox } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';

/** Sends what waits in the outbox of one chat link, in order. */
export const drainChatLink = defineJob('drain-chat-link', z.object({ teamId: z.uuid(), linkId: z.uuid() }));

export interface Effect {
  readonly teamId: string;
  readonly linkId: string;
  readonly kind: 'card' | 'post' | 'edit' | 'delete' | 'react' | 'unreact' | 'file';
  readonly messageId: string | null;
  /** Ids and emoji, never text. */
  readonly payload?: Readonly<Record<string, string | number | null>>;
}

/** Writes an effect on the chat into the outbox and asks for the link to be drained, both in the caller's transaction. */
export async function enqueueEffect(ports: Pick<Ports, 'queue'>, tx: Transaction, effect: Effect): Promise<void> {
  await tx.insert(chatOutbox).values({
    teamId: effect.teamId,
    id: createId(),
    linkId: effect.linkId,
    kind: effect.kind,
    messageId: effect.messageId,
    payload: JSON.stringify(effect.payload ?? {}),
  });
  await requestDrain(ports, tx, effect.teamId, effect.linkId);
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
