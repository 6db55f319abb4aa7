import { createId } from '#server/kernel/ids.ts';
import { packText } from '#server/kernel/pack-text.ts';
import { cleanFileName, readContentType } from '../attachments/index.ts';
import type { KeptSource } from './keep-source.ts';
import type { ParsedAttachment, ParsedEmail } from './mime/read-email.ts';
import type { PreparedEmail } from './read-incoming.ts';

/** Longest text and markup kept in the database; the source has them whole. */
const mostText = 2_000_000;
/** How much of a mail search looks at. */
const mostSearched = 100_000;
const previewLength = 200;

/** What a mail's own row says of it, once it is shared. */
export interface KeptContent {
  readonly subject: string;
  readonly preview: string;
  readonly attachment_count: number;
  readonly raw_sha256: string;
  readonly raw_size: number;
}

export function describeContent({ email }: Pick<PreparedEmail, 'email'>, kept: KeptSource): KeptContent {
  return {
    subject: cut(email.subject ?? '', 2000),
    preview: previewOf(email.visibleText),
    attachment_count: email.attachments.filter(isFile).length,
    raw_sha256: kept.sha256,
    raw_size: kept.size,
  };
}

/** What a mail's body row says. */
export interface KeptBody {
  readonly text: string;
  readonly packedHtml: Buffer | null;
  readonly visibleText: string;
  /** JSON. */
  readonly fragments: string;
  /** What search finds it by. */
  readonly words: string;
  /** The mail says more than this. */
  readonly isCut: boolean;
}

export function describeBody(prepared: Pick<PreparedEmail, 'email' | 'people'>): KeptBody {
  const { email } = prepared;
  return {
    text: cut(email.text ?? '', mostText),
    packedHtml: email.html === null ? null : packText(cut(email.html, mostText)),
    visibleText: cut(email.visibleText, mostText),
    fragments: fragmentsOf(email),
    words: wordsOf(prepared),
    isCut: email.isTextCut || (email.text ?? email.html ?? '').length > mostText,
  };
}

/** A mail's attachments as rows. */
export function describeAttachments({ attachments }: ParsedEmail) {
  return attachments.map((attachment, position) => ({
    id: createId(),
    position,
    name: cleanFileName(attachment.filename ?? ''),
    content_type: readContentType(attachment.contentType, attachment.content.subarray(0, 12)),
    size: attachment.size,
    sha256: attachment.sha256,
    content_id: attachment.contentId,
    is_inline: !isFile(attachment),
  }));
}

/** Cutting may leave half a character of UTF-16. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).toWellFormed();
}

/** One line of what was written, for lists. */
function previewOf(text: string): string {
  return cut(
    text
      .slice(0, previewLength * 4)
      .replace(/\s+/g, ' ')
      .trim(),
    previewLength,
  ).toWellFormed();
}

function wordsOf({ email, people }: Pick<PreparedEmail, 'email' | 'people'>): string {
  const names = people.filter(({ role }) => role !== 'bcc').map(({ name, address }) => `${name} ${address}`);
  const files = email.attachments.map(({ filename }) => filename ?? '');
  return cut([email.subject ?? '', ...names, ...files, email.visibleText].join(' '), mostSearched);
}

function fragmentsOf(email: ParsedEmail): string {
  let left = mostText;
  const kept = email.fragments.flatMap((fragment) => {
    const content = cut(fragment.content, left);
    left -= content.length;
    return content === '' && fragment.content !== '' ? [] : [{ ...fragment, content }];
  });
  return JSON.stringify(kept);
}

/** What a person would call an attachment: not a picture that the text shows in its place. */
function isFile(attachment: ParsedAttachment): boolean {
  return !(
    attachment.disposition !== 'attachment' &&
    attachment.contentId !== null &&
    attachment.contentType.startsWith('image/')
  );
}
