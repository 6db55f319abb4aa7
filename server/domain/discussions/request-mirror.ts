import { z } from 'zod';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';

/** Mirrors private discussions whose people changed, of one team or of all, to group messages of the chat. */
export const mirrorPrivate = defineJob('mirror-private-discussions', z.object({ teamId: z.uuid().optional() }));

/** Asks for it, where somebody was let in, joined or left, or a private discussion began. Asking twice is one job. */
export async function requestMirror(ports: Pick<Ports, 'queue'>, tx: Transaction, teamId: string): Promise<void> {
  await ports.queue.enqueue(tx, mirrorPrivate, { teamId }, { jobKey: `mirror:${teamId}` });
}
