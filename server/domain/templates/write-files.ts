import { and, eq, sql } from 'drizzle-orm';
import type { SaveTemplate } from '#shared/contract/template.ts';
import { mostOutgoingBytes } from '#shared/contract/outgoing-mail.ts';
import { noteUnusedBytes, requireBytes, startUse } from '../attachments/index.ts';
import { templateFile } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';

interface Source extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Gives a template that the caller holds exactly these files: what it has already, what another template has that the
 * asker sees (a copy of that), and what the asker stored and attached to nothing else.
 * @throws Problem 'not-found' when one is not there, 'too-large' when no mail could take them all.
 */
export async function writeTemplateFiles(tx: Transaction, ctx: Context, input: SaveTemplate): Promise<void> {
  const wanted = [...new Set<string>(input.files.map(({ fileId }) => fileId))];
  const startedAt = startUse();
  const sources = wanted.length === 0 ? [] : await findSources(tx, ctx, wanted);
  if (sources.length < wanted.length)
    throw new Problem('not-found', 'A file of the template is no longer there; attach it again. Nothing was saved.');
  if (sources.reduce((sum, { size }) => sum + size, 0) > mostOutgoingBytes)
    throw new Problem('too-large', 'These files are more than an e-mail can have. Take some away; nothing was saved.');
  await requireBytes(
    tx,
    sources.map(({ sha256 }) => sha256),
    startedAt,
  );
  const gone = await tx
    .delete(templateFile)
    .where(and(eq(templateFile.teamId, ctx.teamId), eq(templateFile.templateId, input.id)))
    .returning({ sha256: templateFile.sha256 });
  await noteUnusedBytes(
    tx,
    gone.map(({ sha256 }) => sha256),
  );
  if (sources.length === 0) return;
  await tx.insert(templateFile).values(
    sources.map(({ id, name, content_type, size, sha256 }) => ({
      teamId: ctx.teamId,
      templateId: input.id,
      fileId: id,
      position: wanted.indexOf(id),
      name,
      contentType: content_type,
      size,
      sha256,
    })),
  );
}

async function findSources(tx: Transaction, ctx: Context, ids: readonly string[]): Promise<readonly Source[]> {
  const { rows } = await tx.execute<Source>(sql`
    with wanted as (select value::uuid as id from json_array_elements_text(${JSON.stringify(ids)}::json))
    select distinct on (id) id, name, content_type, size, sha256 from (
      select t.file_id as id, t.name, t.content_type, t.size, t.sha256 from template_file t
        join template o on o.team_id = t.team_id and o.id = t.template_id and o.removed_at is null
        where t.team_id = ${ctx.teamId} and (o.owner_id is null or o.owner_id = ${ctx.userId})
      union all select f.id, f.name, f.content_type, f.size, f.sha256 from file f
        where f.team_id = ${ctx.teamId} and f.uploaded_by = ${ctx.userId} and f.message_id is null
          and f.sha256 is not null
    ) source where id in (select id from wanted)`);
  return rows;
}
