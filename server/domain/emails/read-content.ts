import { sql } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import type { EmailMarkup, FileText } from '#shared/contract/email.ts';
import type { EmailId, FileId } from '#shared/contract/ids.ts';
import type { Context } from '#server/kernel/context.ts';
import { unpackText } from '#server/kernel/pack-text.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { decodeCharset } from './mime/decode-charset.ts';

/** Longest markup that is shown, in characters; laying out more keeps a browser busy for seconds. */
const mostShown = 1_000_000;
/** How much of a text file a preview shows, in bytes. */
const mostPreviewed = 256 * 1024;

/**
 * The markup of a shared mail as its sender wrote it. It is hostile until it is sanitised, which the view does.
 * @throws Problem 'not-found' when there is none that the team may see.
 */
export async function readEmailMarkup(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly id: EmailId },
): Promise<EmailMarkup> {
  requirePermission(ctx, 'correspondence.read');
  const { rows } = await ports.db.execute<{ html: string | null; packed_html: Buffer | null }>(sql`
    select b.html, b.packed_html from shared_email e
    join email_body b on b.team_id = ${ctx.teamId} and b.email_id = e.id
    where e.team_id = ${ctx.teamId} and e.id = ${input.id}`);
  const [row] = rows;
  const html = row?.packed_html == null ? row?.html : unpackText(row.packed_html);
  if (html == null) throw new Problem('not-found', 'This e-mail does not exist, or it is not shared with you.');
  return { html: html.slice(0, mostShown), isCut: html.length > mostShown };
}

/**
 * The beginning of an attached text file, as text whatever its type says: markup in it is only letters.
 * @throws Problem 'not-found' when it is not a file of a mail that the team may see.
 */
export async function readFileText(
  ports: Pick<Ports, 'db' | 'files'>,
  ctx: Context,
  input: { readonly id: FileId },
): Promise<FileText> {
  requirePermission(ctx, 'correspondence.read');
  const { rows } = await ports.db.execute<{ sha256: string; size: number }>(sql`
    select a.sha256, a.size from email_attachment a join shared_email e on e.team_id = ${ctx.teamId} and e.id = a.email_id
    where a.team_id = ${ctx.teamId} and a.id = ${input.id}`);
  const [file] = rows;
  if (file === undefined) throw new Problem('not-found', 'This file is no longer stored.');
  const bytes = await readBeginning(await ports.files.open(file.sha256), mostPreviewed);
  const isCut = file.size > bytes.length;
  // The last character may be cut in two.
  const whole = isCut ? bytes.subarray(0, Math.max(bytes.lastIndexOf(0x0a), bytes.length - 4)) : bytes;
  return { text: decodeCharset(whole, undefined).replaceAll('\0', ''), isCut };
}

async function readBeginning(bytes: Readable, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    const part = Buffer.from(chunk as Uint8Array);
    parts.push(part);
    size += part.length;
    if (size >= length) break;
  }
  return Buffer.concat(parts).subarray(0, length);
}
