import { Readable } from 'node:stream';
import { and, eq, isNull } from 'drizzle-orm';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { file } from '#server/db/schema/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { readContentType } from './content-type.ts';
import { maxFileBytes, watchHead } from './store-file.ts';
import { requireBytes, startUse } from './unused-bytes.ts';

/** Why a file that somebody shared in the chat is not kept here, as people read it. */
export const copyProblems = {
  'too-large': `only in Slack: larger than ${maxFileBytes / 1024 / 1024} MB`,
  'not-readable': 'only in Slack: Sidethread may not read it there',
  gone: 'was removed in Slack before it was kept here',
  unreachable: 'only in Slack: it could not be read there',
} as const;
export type CopyProblem = keyof typeof copyProblems;

/**
 * Keeps the bytes of a file that is known by its link only, streamed into the store.
 * @param then runs in the transaction that says so.
 * @returns false when the file is gone or has a copy already.
 * @throws Problem 'too-large' over `maxFileBytes`, and whatever ends the stream early: nothing is kept then.
 */
export async function keepCopy(
  ports: Pick<Ports, 'db' | 'files'>,
  at: { teamId: string; fileId: string; contentType: string },
  bytes: Readable,
  then: (tx: Transaction) => Promise<void>,
): Promise<boolean> {
  const head: Uint8Array[] = [];
  const startedAt = startUse();
  const stored = await ports.files.put(Readable.from(watchHead(bytes, head)), { maxBytes: maxFileBytes });
  return inTransaction(ports.db, async (tx) => {
    await requireBytes(tx, [stored.sha256], startedAt);
    const contentType = readContentType(at.contentType, Buffer.concat(head));
    const kept = await tx
      .update(file)
      .set({ sha256: stored.sha256, size: stored.size, contentType, copyProblem: null })
      .where(and(eq(file.teamId, at.teamId), eq(file.id, at.fileId), isNull(file.sha256)))
      .returning({ id: file.id });
    if (kept.length > 0) await then(tx);
    return kept.length > 0;
  });
}
