import type { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { keepCopy, maxFileBytes, type CopyProblem } from '../attachments/index.ts';
import { noteReceipt } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatOutcome } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { botAccess, readInstallation } from './installation.ts';
import { afterSignedOut } from './refresh-tokens.ts';

/** Copies a file that somebody shared in the chat, so that it stays readable here. */
export const copyChatFile = defineJob(
  'copy-chat-file',
  z.object({ teamId: z.uuid(), installationId: z.uuid(), fileId: z.uuid() }),
);

/** About two hours of tries. */
const mostAttempts = 10;
const laterMs = 5_000;

type At = z.infer<(typeof copyChatFile)['payload']>;

/** Asks for copies of a message's files, in the transaction that took it in. */
export async function requestCopies(
  ports: Pick<ChatPorts, 'queue'>,
  tx: Transaction,
  { teamId, installationId, messageId }: { teamId: string; installationId: string; messageId: string },
): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from file where team_id = ${teamId} and message_id = ${messageId} and sha256 is null`);
  for (const { id: fileId } of rows) {
    const options = { jobKey: `copy-file:${fileId}`, maxAttempts: mostAttempts };
    await ports.queue.enqueue(tx, copyChatFile, { teamId, installationId, fileId }, options);
  }
}

interface FileRow extends Record<string, unknown> {
  readonly message_id: string;
  readonly content_type: string;
  readonly size: number;
  readonly url: string;
}

/**
 * Copies one file's bytes into our store. What can't be copied keeps its link and a note that says why.
 * @param isLast no further try comes.
 * @returns how long to wait before it is tried again; undefined when nothing is left to do.
 * @throws when the bytes did not come whole: to be tried again like any failure.
 */
export async function copyFile(ports: ChatPorts, at: At, isLast: boolean): Promise<number | undefined> {
  const { rows } = await ports.db.execute<FileRow>(sql`
    select f.message_id, f.content_type, f.size, f.chat_url as url from file f
    join message m on m.team_id = f.team_id and m.id = f.message_id and m.deleted_at is null
    where f.team_id = ${at.teamId} and f.id = ${at.fileId} and f.sha256 is null and f.chat_url is not null`);
  const file = rows[0];
  if (file === undefined) return undefined;
  if (file.size > maxFileBytes) return note(ports, at, file, 'too-large');
  const installation = await readInstallation(ports.db, at.teamId, at.installationId);
  if (installation?.state !== 'active') return note(ports, at, file, 'unreachable');
  const read = await ports.chat.downloadFile(botAccess(ports, installation), file.url);
  if (read.outcome === 'done') return keep(ports, at, file, read.value, isLast);
  if (read.outcome === 'limited') return ports.clock.scaled(read.retryAfterMs);
  if (read.outcome === 'refused' && read.error === 'signed-out') {
    const after = await afterSignedOut(ports, installation, read.providerError);
    if (after === 'ended') return note(ports, at, file, 'unreachable');
    return after === 'fresh' ? 0 : ports.clock.scaled(laterMs);
  }
  if (read.outcome === 'refused') return note(ports, at, file, problemOf(read));
  if (isLast) return note(ports, at, file, 'unreachable');
  throw new Error('the file did not come');
}

function problemOf({ error }: Extract<ChatOutcome<never>, { outcome: 'refused' }>): CopyProblem {
  if (error === 'message-missing') return 'gone';
  return error === 'too-long' ? 'too-large' : 'not-readable';
}

async function keep(ports: ChatPorts, at: At, file: FileRow, bytes: Readable, isLast: boolean): Promise<undefined> {
  try {
    const tell = (tx: Transaction) => noteReceipt(ports, tx, { teamId: at.teamId, messageId: file.message_id });
    await keepCopy(ports, { teamId: at.teamId, fileId: at.fileId, contentType: file.content_type }, bytes, tell);
  } catch (error) {
    if (error instanceof Problem && error.code === 'too-large') return note(ports, at, file, 'too-large');
    if (isLast) await note(ports, at, file, 'unreachable');
    throw error;
  }
  return undefined;
}

async function note(ports: ChatPorts, at: At, file: FileRow, problem: CopyProblem): Promise<undefined> {
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update file set copy_problem = ${problem} where team_id = ${at.teamId} and id = ${at.fileId} and sha256 is null
      returning id`);
    if (rows.length > 0) await noteReceipt(ports, tx, { teamId: at.teamId, messageId: file.message_id });
  });
  return undefined;
}
