import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Tells every client of the team to read session and members afresh. */
export async function announceTeam(ports: Pick<Ports, 'liveFeed'>, tx: Transaction, teamId: string): Promise<void> {
  await ports.liveFeed.publish(tx, { teamId, kind: 'session' });
}
