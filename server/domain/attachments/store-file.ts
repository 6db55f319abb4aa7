import { Readable } from 'node:stream';
import type { FileId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import { file } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { readContentType, sniffedBytes } from './content-type.ts';
import { cleanFileName } from './file-name.ts';
import { requireBytes, startUse } from './unused-bytes.ts';

/** Most bytes of one file. */
export const maxFileBytes = 25 * 1024 * 1024;

export interface NewFile {
  readonly name: string;
  readonly contentType: string | undefined;
  readonly bytes: Readable;
}

/**
 * Stores a file that its sender may then attach to one message. Nobody else can see it until it is attached.
 * @throws Problem 'too-large' over `maxFileBytes`, 'invalid-input' when empty.
 */
export async function storeFile(ports: Ports, ctx: Context, input: NewFile): Promise<{ fileId: FileId }> {
  requirePermission(ctx, 'discussion.write');
  const head: Uint8Array[] = [];
  const startedAt = startUse();
  const stored = await ports.files.put(Readable.from(watchHead(input.bytes, head)), { maxBytes: maxFileBytes });
  if (stored.size === 0) throw new Problem('invalid-input', 'The file is empty; nothing was attached.');
  const id = createId<FileId>();
  await inTransaction(ports.db, async (tx) => {
    await requireBytes(tx, [stored.sha256], startedAt);
    await tx.insert(file).values({
      teamId: ctx.teamId,
      id,
      uploadedBy: ctx.userId,
      name: cleanFileName(input.name),
      contentType: readContentType(input.contentType, Buffer.concat(head)),
      size: stored.size,
      sha256: stored.sha256,
    });
  });
  return { fileId: id };
}

/** The same bytes, their beginning noted in `head`. */
export async function* watchHead(bytes: Readable, head: Uint8Array[]): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    const part: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (seen < sniffedBytes) head.push(part.subarray(0, sniffedBytes - seen));
    seen += part.length;
    yield part;
  }
}
