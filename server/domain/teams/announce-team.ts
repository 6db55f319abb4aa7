import { requestMirror } from '../discussions/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Tells every client of the team to read session and members afresh, and lets the chat's groups follow. */
export async function announceTeam(
  ports: Pick<Ports, 'liveFeed' | 'queue'>,
  tx: Transaction,
  teamId: string,
): Promise<void> {
  await requestMirror(ports, tx, teamId);
  await ports.liveFeed.publish(tx, { teamId, kind: 'session' });
}
