import { sql } from 'drizzle-orm';
import { mostOutgoingBytes, type OutgoingFile } from '#shared/contract/outgoing-mail.ts';
import { noteUnusedBytes, requireBytes, startUse } from '../attachments/index.ts';
import { outgoingMailFile } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { OutgoingRow } from './outgoing-row.ts';

interface Source extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly sha256: string;
}

const megabytes = mostOutgoingBytes / 1024 / 1024;

/**
 * Lets exactly these files go with a mail that the caller holds: what goes with it already, what the asker stored and
 * attached to nothing else, what came with the mail that is passed on, and what a template of theirs brings. Names and sizes are the stored ones.
 * @throws Problem 'not-found' when one is not there, 'too-large' over `mostOutgoingBytes`; then nothing changes.
 */
export async function writeFiles(
  tx: Transaction,
  ctx: Context,
  row: Pick<OutgoingRow, 'id' | 'answersEmailId'>,
  files: readonly OutgoingFile[],
): Promise<void> {
  const wanted = [...new Set(files.map(({ fileId }) => fileId))];
  const startedAt = startUse();
  const sources = await findSources(tx, ctx, row, wanted);
  if (sources.length < wanted.length)
    throw new Problem('not-found', 'An attached file is no longer there; attach it again. Nothing was sent.');
  if (sources.reduce((sum, { size }) => sum + size, 0) > mostOutgoingBytes)
    throw new Problem(
      'too-large',
      `The files of an e-mail can have ${megabytes} MB in all. Take some away; nothing was sent.`,
    );
  await requireBytes(
    tx,
    sources.map(({ sha256 }) => sha256),
    startedAt,
  );
  const key = sql`${outgoingMailFile.teamId} = ${ctx.teamId} and ${outgoingMailFile.outgoingId} = ${row.id}`;
  const gone = await tx.delete(outgoingMailFile).where(key).returning({ sha256: outgoingMailFile.sha256 });
  await noteUnusedBytes(
    tx,
    gone.map(({ sha256 }) => sha256),
  );
  if (sources.length === 0) return;
  await tx.insert(outgoingMailFile).values(
    sources.map(({ id, name, content_type, size, sha256 }) => ({
      teamId: ctx.teamId,
      outgoingId: row.id,
      fileId: id,
      position: wanted.indexOf(id as OutgoingFile['fileId']),
      name,
      contentType: content_type,
      size,
      sha256,
    })),
  );
}

async function findSources(
  tx: Transaction,
  ctx: Context,
  row: Pick<OutgoingRow, 'id' | 'answersEmailId'>,
  ids: readonly string[],
): Promise<readonly Source[]> {
  const { rows } = await tx.execute<Source>(sql`
    with wanted as (select value::uuid as id from json_array_elements_text(${JSON.stringify(ids)}::json))
    select distinct on (id) id, name, content_type, size, sha256 from (
      select f.file_id as id, f.name, f.content_type, f.size, f.sha256 from outgoing_mail_file f
        where f.team_id = ${ctx.teamId} and f.outgoing_id = ${row.id}
      union all select f.id, f.name, f.content_type, f.size, f.sha256 from file f
        where f.team_id = ${ctx.teamId} and f.uploaded_by = ${ctx.userId} and f.message_id is null
          and f.sha256 is not null
      union all select a.id, a.name, a.content_type, a.size, a.sha256 from email_attachment a
        join shared_email e on e.team_id = a.team_id and e.id = a.email_id
        where a.team_id = ${ctx.teamId} and a.email_id = ${row.answersEmailId}
      union all select t.file_id, t.name, t.content_type, t.size, t.sha256 from template_file t
        join template o on o.team_id = t.team_id and o.id = t.template_id and o.removed_at is null
        where t.team_id = ${ctx.teamId} and (o.owner_id is null or o.owner_id = ${ctx.userId})
    ) source where id in (select id from wanted)`);
  return rows;
}
