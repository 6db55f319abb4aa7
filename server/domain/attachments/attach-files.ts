import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { DiscussionId, FileId, MessageId } from '#shared/contract/ids.ts';
import { file } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';

/**
 * Attaches files that the asker stored to a message of theirs, in the message's transaction.
 * @throws Problem 'not-found' when one is not there, is somebody else's or is attached already: nothing is attached.
 */
export async function attachFiles(
  tx: Transaction,
  ctx: Context,
  to: { messageId: MessageId; discussionId: DiscussionId },
  fileIds: readonly FileId[],
): Promise<void> {
  const wanted = [...new Set(fileIds)];
  if (wanted.length === 0) return;
  const attached = await tx
    .update(file)
    .set(to)
    .where(
      and(
        eq(file.teamId, ctx.teamId),
        inArray(file.id, wanted),
        eq(file.uploadedBy, ctx.userId),
        isNull(file.messageId),
      ),
    )
    .returning({ id: file.id });
  if (attached.length === wanted.length) return;
  throw new Problem('not-found', 'An attached file is no longer there; attach it again. The message was not posted.');
}
