import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { cleanFileName, lockBytes, readContentType } from '../attachments/index.ts';
import { noteSpellings } from '../contacts/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { ParsedAttachment, ParsedEmail } from './mime/read-email.ts';
import type { PreparedEmail } from './read-incoming.ts';

/** Longest text and markup kept in the database; the source has them whole. */
const mostText = 2_000_000;
/** How much of a mail search looks at. */
const mostSearched = 100_000;
const previewLength = 200;

/** The bytes of a mail that lie in the file store now. */
export interface KeptSource {
  readonly sha256: string;
  readonly size: number;
  /** The hashes of its attachments, in their order. */
  readonly attachments: readonly string[];
}

/** Puts source and attachments into the file store, each once by its hash. */
export async function keepSource(ports: Ports, raw: Uint8Array, email: ParsedEmail): Promise<KeptSource> {
  const sha256 = createHash('sha256').update(raw).digest('hex');
  if (!(await ports.files.has(sha256))) await ports.files.put(raw);
  for (const attachment of email.attachments)
    if (!(await ports.files.has(attachment.sha256))) await ports.files.put(attachment.content);
  return { sha256, size: raw.byteLength, attachments: email.attachments.map((attachment) => attachment.sha256) };
}

/** @throws Problem 'unavailable' when the bytes were removed meanwhile, for want of a user: storing again keeps them. */
export async function requireKept(ports: Ports, tx: Transaction, kept: KeptSource): Promise<void> {
  for (const sha256 of [...new Set([kept.sha256, ...kept.attachments])].toSorted()) {
    await lockBytes(tx, sha256);
    if (!(await ports.files.has(sha256))) throw new Problem('unavailable', 'The mail could not be kept; try again.');
  }
}

export interface Content {
  readonly teamId: string;
  readonly emailId: string;
  readonly prepared: PreparedEmail;
  readonly kept: KeptSource;
  readonly hashKey: string;
}

/** Writes what a shared mail says. Writing it again changes nothing. */
export async function writeContent(
  tx: Transaction,
  { teamId, emailId, prepared, kept, hashKey }: Content,
): Promise<void> {
  const { email } = prepared;
  const rows = await runPreparedIn(tx, write, [
    teamId,
    emailId,
    (email.subject ?? '').slice(0, 2000),
    previewOf(email.visibleText),
    email.attachments.filter(isFile).length,
    kept.sha256,
    kept.size,
    (email.text ?? '').slice(0, mostText),
    email.html?.slice(0, mostText) ?? null,
    email.visibleText.slice(0, mostText),
    fragmentsOf(email),
    wordsOf(prepared),
    JSON.stringify(prepared.people.map(({ role, position, name, address }) => ({ role, position, name, address }))),
    createId(),
  ]);
  if (rows.length === 0) return;
  const addresses = prepared.people.map(({ address }) => address);
  await noteSpellings(tx, teamId, addresses, hashKey);
  await writeAttachments(tx, teamId, emailId, email.attachments);
}

const write: PreparedStatement = {
  name: 'emails.write-content',
  text: `with shared as (
      update email set is_shared = true, subject = $3, preview = $4, attachment_count = $5, raw_sha256 = $6,
        raw_size = $7, updated_at = now()
      where team_id = $1 and id = $2 and not is_shared returning team_id, id, user_id, sent_at
    ), body as (
      insert into email_body (team_id, email_id, text, html, visible_text, fragments, words)
      select team_id, id, $8, $9, $10, $11::jsonb, to_tsvector('simple', $12) from shared on conflict do nothing
    ), people as (
      update email_person p set address = said.address, name = said.name
      from shared, json_to_recordset($13::json) as said (role text, position integer, address text, name text)
      where p.team_id = $1 and p.email_id = shared.id and p.role = said.role and p.position = said.position
    ), noted as (
      insert into activity (team_id, id, type, email_id, user_id, at)
      select team_id, $14, 'TYPE_EMAIL', id, user_id, sent_at from shared on conflict do nothing
    )
    select id from shared`,
};

/** One line of what was written, for lists. */
function previewOf(text: string): string {
  return text
    .slice(0, previewLength * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, previewLength)
    .toWellFormed();
}

/** What search finds a mail by. */
function wordsOf({ email, people }: PreparedEmail): string {
  const names = people.filter(({ role }) => role !== 'bcc').map(({ name, address }) => `${name} ${address}`);
  const files = email.attachments.map(({ filename }) => filename ?? '');
  return [email.subject ?? '', ...names, ...files, email.visibleText].join(' ').slice(0, mostSearched);
}

function fragmentsOf(email: ParsedEmail): string {
  let left = mostText;
  const kept = email.fragments.flatMap((fragment) => {
    const content = fragment.content.slice(0, left);
    left -= content.length;
    return content === '' && fragment.content !== '' ? [] : [{ ...fragment, content }];
  });
  return JSON.stringify(kept);
}

async function writeAttachments(
  tx: Transaction,
  teamId: string,
  emailId: string,
  attachments: readonly ParsedAttachment[],
): Promise<void> {
  if (attachments.length === 0) return;
  const rows = attachments.map((attachment, position) => ({
    id: createId(),
    position,
    name: cleanFileName(attachment.filename ?? ''),
    content_type: readContentType(attachment.contentType, attachment.content.subarray(0, 12)),
    size: attachment.size,
    sha256: attachment.sha256,
    content_id: attachment.contentId,
    is_inline: !isFile(attachment),
  }));
  await tx.execute(sql`
    insert into email_attachment (team_id, id, email_id, position, name, content_type, size, sha256, content_id, is_inline)
    select ${teamId}::uuid, id, ${emailId}::uuid, position, name, content_type, size, sha256, content_id, is_inline
    from json_to_recordset(${JSON.stringify(rows)}::json) as file (id uuid, position integer, name text,
      content_type text, size integer, sha256 text, content_id text, is_inline boolean)
    on conflict (team_id, email_id, position) do nothing`);
}

/** What a person would call an attachment: not a picture that the text shows in its place. */
function isFile(attachment: ParsedAttachment): boolean {
  return !(
    attachment.disposition !== 'attachment' &&
    attachment.contentId !== null &&
    attachment.contentType.startsWith('image/')
  );
}
