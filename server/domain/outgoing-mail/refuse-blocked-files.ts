import { sql } from 'drizzle-orm';
import { findBlockedFile } from '../attachments/index.ts';
import { outgoingMailFile } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { OutgoingKey } from './outgoing-row.ts';

/** Checked when a mail is queued, so that a draft may hold what its writer still has to take away. */
export async function refuseBlockedFiles(
  ports: Pick<Ports, 'config'>,
  tx: Transaction,
  { teamId, id }: OutgoingKey,
): Promise<void> {
  const files = await tx
    .select({ name: outgoingMailFile.name, contentType: outgoingMailFile.contentType })
    .from(outgoingMailFile)
    .where(sql`${outgoingMailFile.teamId} = ${teamId} and ${outgoingMailFile.outgoingId} = ${id}`)
    .orderBy(outgoingMailFile.position);
  const blocked = findBlockedFile(ports.config.blockedFileTypes, files);
  if (blocked === undefined) return;
  throw new Problem(
    'invalid-input',
    `“${blocked.name}” is a program or of a kind that mail servers refuse. Take it away; nothing was sent.`,
  );
}
