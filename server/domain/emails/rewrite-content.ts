import { sql } from 'drizzle-orm';
import { noteUnusedBytes } from '../attachments/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { describeAttachments, describeBody, describeContent } from './describe-content.ts';
import { requireKept, type KeptSource } from './keep-source.ts';
import type { PreparedEmail } from './read-incoming.ts';

/** A mail that was read again. */
export interface Rewrite {
  readonly emailId: string;
  readonly prepared: PreparedEmail;
  readonly kept: KeptSource;
}

/**
 * Writes anew what a shared mail says, where it differs from what is there. The caller has locked the mail's row.
 * @returns whether it says something else now.
 */
export async function rewriteContent(tx: Transaction, teamId: string, rewrite: Rewrite): Promise<boolean> {
  await requireKept(tx, [rewrite.kept]);
  await rewriteIdentity(tx, teamId, rewrite);
  const isSaidAnew = await rewriteEmail(tx, teamId, rewrite);
  const isTextNew = await rewriteBody(tx, teamId, rewrite);
  const isNameNew = await rewriteNames(tx, teamId, rewrite);
  const isFileNew = await rewriteAttachments(tx, teamId, rewrite);
  return isSaidAnew || isTextNew || isNameNew || isFileNew;
}

async function rewriteEmail(tx: Transaction, teamId: string, { emailId, prepared, kept }: Rewrite): Promise<boolean> {
  const { subject, preview, attachment_count } = describeContent(prepared, kept);
  const { rows } = await tx.execute(sql`
    update email set subject = ${subject}, preview = ${preview}, attachment_count = ${attachment_count}, updated_at = now()
    where team_id = ${teamId} and id = ${emailId}
      and (subject, preview, attachment_count) is distinct from (${subject}, ${preview}, ${attachment_count}::int)
    returning id`);
  return rows.length > 0;
}

async function rewriteBody(tx: Transaction, teamId: string, { emailId, prepared }: Rewrite): Promise<boolean> {
  const { text, packedHtml, visibleText, fragments, words, isCut } = describeBody(prepared);
  const { rows } = await tx.execute(sql`
    update email_body b set text = said.text, html = null, packed_html = said.packed_html,
      visible_text = said.visible_text, fragments = said.fragments, words = said.words, is_cut = said.is_cut
    from (select ${text}::text as text, ${packedHtml}::bytea as packed_html, ${visibleText}::text as visible_text,
      ${fragments}::jsonb as fragments, to_tsvector('simple', ${words}) as words, ${isCut}::boolean as is_cut) said
    where b.team_id = ${teamId} and b.email_id = ${emailId}
      and (b.text, b.html, b.packed_html, b.visible_text, b.fragments, b.words, b.is_cut)
        is distinct from (said.text, null, said.packed_html, said.visible_text, said.fragments, said.words,
          said.is_cut)
    returning b.email_id`);
  return rows.length > 0;
}

/** Of people who are in the same place as before. Who is named decides threads and sharing, and stays. */
async function rewriteNames(tx: Transaction, teamId: string, { emailId, prepared }: Rewrite): Promise<boolean> {
  const people = JSON.stringify(
    prepared.people.map(({ role, position, name, address }) => ({ role, position, name, address })),
  );
  const { rows } = await tx.execute(sql`
    update email_person p set name = said.name
    from json_to_recordset(${people}::json) as said (role text, position integer, name text, address text)
    where p.team_id = ${teamId} and p.email_id = ${emailId} and p.role = said.role and p.position = said.position
      and p.address = said.address and p.name is distinct from said.name
    returning p.role`);
  return rows.length > 0;
}

/** So that the same mail from another mailbox, read as now, is still known as the same. Nobody sees it. */
async function rewriteIdentity(tx: Transaction, teamId: string, { emailId, prepared }: Rewrite): Promise<void> {
  const { contentHash } = prepared;
  await tx.execute(sql`
    update email e set content_hash = ${contentHash}
    where e.team_id = ${teamId} and e.id = ${emailId} and e.content_hash <> ${contentHash}
      and not exists (select from email other where other.team_id = ${teamId}
        and other.message_id is not distinct from e.message_id and other.content_hash = ${contentHash})`);
}

/** A file that is still there keeps its id; one that is found now is added, one that is no file goes. */
async function rewriteAttachments(tx: Transaction, teamId: string, { emailId, prepared }: Rewrite): Promise<boolean> {
  const { rows: known } = await tx.execute<FileRow>(sql`
    select id, sha256, position, name, content_type, content_id, is_inline from email_attachment
    where team_id = ${teamId} and email_id = ${emailId} order by position`);
  const left = [...known];
  const files = describeAttachments(prepared.email).map((file) => {
    const at = left.findIndex(({ sha256 }) => sha256 === file.sha256);
    const [same] = at === -1 ? [] : left.splice(at, 1);
    return same === undefined ? file : { ...file, id: same.id };
  });
  if (JSON.stringify(known.map(sayFile)) === JSON.stringify(files.map(sayFile))) return false;
  // Rows change places, and no two may be in one for a moment.
  await tx.execute(sql`
    update email_attachment set position = -1 - position where team_id = ${teamId} and email_id = ${emailId}`);
  await tx.execute(sql`
    insert into email_attachment (team_id, id, email_id, position, name, content_type, size, sha256, content_id, is_inline)
    select ${teamId}::uuid, id, ${emailId}::uuid, position, name, content_type, size, sha256, content_id, is_inline
    from ${rowsOf(files)}
    on conflict (team_id, id) do update set position = excluded.position, name = excluded.name,
      content_type = excluded.content_type, content_id = excluded.content_id, is_inline = excluded.is_inline`);
  await tx.execute(sql`
    delete from email_attachment where team_id = ${teamId} and email_id = ${emailId} and position < 0`);
  await noteUnusedBytes(
    tx,
    left.map(({ sha256 }) => sha256),
  );
  return true;
}

interface FileRow extends Record<string, unknown> {
  readonly id: string;
  readonly sha256: string;
  readonly position: number;
  readonly name: string;
  readonly content_type: string;
  readonly content_id: string | null;
  readonly is_inline: boolean;
}

function sayFile(file: FileRow): readonly unknown[] {
  return [file.id, file.sha256, file.position, file.name, file.content_type, file.content_id, file.is_inline];
}

function rowsOf(files: ReturnType<typeof describeAttachments>) {
  return sql`json_to_recordset(${JSON.stringify(files)}::json) as file (id uuid, position integer, name text,
    content_type text, size integer, sha256 text, content_id text, is_inline boolean)`;
}
