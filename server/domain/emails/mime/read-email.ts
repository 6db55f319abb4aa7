import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { NamedAddress } from '#shared/email/address.ts';
import { parseMessageId, parseMessageIds } from '#shared/email/message-id.ts';
import { splitReply } from '#shared/email/split-reply.ts';
import type { Fragment } from '#shared/email/split-reply.ts';
import { readAddresses } from './address-header.ts';
import { readDate } from './date-header.ts';
import { decodeCharset, isKnownCharset } from './decode-charset.ts';
import { decodeTransfer, isPlainDespiteBase64 } from './decode-transfer.ts';
import { decodeWords } from './decode-words.ts';
import { findMetaCharset, guessCharset } from './guess-charset.ts';
import { joinFlowed } from './flowed-text.ts';
import { htmlToText } from './html-to-text.ts';
import { readHeaders } from './read-headers.ts';
import type { HeaderBlock, HeaderField } from './read-headers.ts';
import { skipToHeader } from './skip-to-header.ts';
import { takeUuencoded, type UuencodedFile } from './take-uuencoded.ts';
import { walkLeaves } from './walk-leaves.ts';
import type { Leaf } from './walk-leaves.ts';

/** A leaf that is not the mail's own text: a file, an inline image, a calendar part, a signature. */
export type ParsedAttachment = {
  /** As the sender wrote it, decoded; null where the part has no name. Not fit for a file system as it is. */
  filename: string | null;
  contentType: string;
  disposition: 'inline' | 'attachment' | null;
  /** Without angle brackets. */
  contentId: string | null;
  size: number;
  /** Lower-case hexadecimal, of `content`. */
  sha256: string;
  /** The transferred bytes, line ends untouched; may share memory with the source. Where `open` is, their beginning. */
  content: Uint8Array;
  /** All bytes of a file that is too large to be held; for as long as the mail's own file is there. */
  open?: () => Readable;
};

/** A mail read whole. Text has LF line ends and no NUL. */
export type ParsedEmail = {
  /** Without angle brackets, like all ids here. */
  messageId: string | null;
  inReplyTo: string | null;
  /** All ids that In-Reply-To names; `inReplyTo` is the first. */
  parents: string[];
  references: string[];
  subject: string | null;
  from: NamedAddress[];
  sender: NamedAddress[];
  replyTo: NamedAddress[];
  to: NamedAddress[];
  cc: NamedAddress[];
  bcc: NamedAddress[];
  /** ISO 8601 in UTC. */
  date: string | null;
  /** The first text/plain leaf without a file name, as it was wrapped (format=flowed included). */
  text: string | null;
  /** The first text/html leaf without a file name; not sanitised. */
  html: string | null;
  /** What the sender wrote in this mail. */
  visibleText: string;
  fragments: Fragment[];
  /** The text or the markup is longer than what was read of it. */
  isTextCut: boolean;
  attachments: ParsedAttachment[];
  /** All headers in order, names in lower case, values decoded. */
  headers: { name: string; value: string }[];
};

const SAMPLE_LENGTH = 65_536;

/** Reads a mail from its source (RFC 5322, RFC 2045–2049). Never throws: what can't be read is missing from the answer. */
export function readEmail(raw: Uint8Array): ParsedEmail {
  const bytes = prepareSource(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  const head = readHeaders(bytes, 0, bytes.length);
  const { email, files, inText, charset } = readLeaves(head, walkLeaves(bytes, head), ({ body }) => body);
  return { ...email, attachments: [...inText, ...files.map((leaf) => describeFile(leaf, charset))] };
}

/** What the leaves of a mail say, and those that are files, and files inside of its text. `held`: as much of a leaf as there is. */
export function readLeaves(
  { fields }: HeaderBlock,
  leaves: readonly Leaf[],
  held: (leaf: Leaf) => Buffer,
): {
  email: Omit<ParsedEmail, 'attachments'>;
  files: readonly Leaf[];
  inText: readonly ParsedAttachment[];
  charset: string | undefined;
} {
  const firstText = leaves.find(({ mediaType }) => mediaType.startsWith('text/'));
  const charset = firstText === undefined ? undefined : charsetOf({ ...firstText, body: held(firstText) });
  const plain = findBody(leaves, 'text/plain');
  const html = findBody(leaves, 'text/html');
  const read = (leaf: Leaf | undefined) => (leaf === undefined ? null : readText({ ...leaf, body: held(leaf) }));
  const written = read(plain);
  const { text, files: inText } = written === null ? { text: null, files: [] } : takeUuencoded(written);
  const markup = read(html);
  const { visibleText, fragments } = splitReply(chooseText(plain, text, html, markup));
  const isTextCut = [plain, html].some((leaf) => leaf !== undefined && held(leaf).length < leaf.body.length);
  const email = { ...readEnvelope(fields, charset), text, html: markup, visibleText, fragments, isTextCut };
  const files = leaves.filter((leaf) => leaf !== plain && leaf !== html);
  return { email, files, inText: inText.map(describeUuencoded), charset };
}

/** Gives a mail of bare CRs real lines. */
function prepareSource(bytes: Buffer): Buffer {
  const source = skipToHeader(bytes);
  if (source.includes(0x0a) || !source.includes(0x0d)) return source;
  return Buffer.from(source.toString('latin1', 0, source.length).replaceAll('\r', '\n'), 'latin1');
}

type Envelope = Omit<ParsedEmail, 'text' | 'html' | 'visibleText' | 'fragments' | 'isTextCut' | 'attachments'>;

function readEnvelope(fields: HeaderField[], charset: string | undefined): Envelope {
  const values = (name: string): string[] => fields.filter((field) => field.name === name).map(({ raw }) => raw);
  const addresses = (name: string): NamedAddress[] => values(name).flatMap((value) => readPeople(value, charset));
  // A mail has one author line (RFC 5322 §3.6); where there are more, the first that names somebody counts.
  const firstAddresses = (name: string): NamedAddress[] =>
    values(name)
      .map((value) => readPeople(value, charset))
      .find((people) => people.length > 0) ?? [];
  const ids = (name: string): string =>
    values(name)
      .map((value) => decodeWords(value))
      .join(' ');
  const [subject] = values('subject');
  const dates = values('date').map(readDate);
  const parents = parseMessageIds(ids('in-reply-to'));
  return {
    messageId: parseMessageId(ids('message-id')),
    inReplyTo: parents[0] ?? null,
    parents,
    references: parseMessageIds(ids('references')),
    subject: subject === undefined ? null : clean(decodeWords(subject, charset)).trim(),
    from: firstAddresses('from'),
    sender: firstAddresses('sender'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    date: dates.find((date) => date !== null) ?? null,
    headers: fields.map(({ name, raw }) => ({ name, value: clean(decodeWords(raw, charset)) })),
  };
}

function readPeople(raw: string, charset: string | undefined): NamedAddress[] {
  return readAddresses(raw, charset).map(({ name, address }) => ({ name: clean(name), address: clean(address) }));
}

function findBody(leaves: readonly Leaf[], mediaType: string): Leaf | undefined {
  return leaves.find((leaf) => leaf.mediaType === mediaType && nameOf(leaf) === null);
}

function nameOf(leaf: Leaf): string | null {
  const names = [leaf.disposition.parameters.get('filename'), leaf.type.parameters.get('name')];
  return names.map((name) => clean(name ?? '').trim()).find((name) => name !== '') ?? null;
}

/** The charset that the part names, in its header or in its HTML, or that its bytes look like. */
function charsetOf(leaf: Leaf): string | undefined {
  const named = leaf.type.parameters.get('charset');
  if (isKnownCharset(named)) return named;
  const bytes = decodeSample(leaf);
  if (isUtf8(bytes)) return named;
  return (leaf.mediaType === 'text/html' ? findMetaCharset(bytes) : undefined) ?? guessCharset(bytes) ?? named;
}

/** The beginning of the part, without a character that the cut goes through. */
function decodeSample(leaf: Leaf): Buffer {
  const sample = decodeTransfer(leaf.body.subarray(0, SAMPLE_LENGTH), leaf.encoding);
  if (leaf.body.length <= SAMPLE_LENGTH) return sample;
  let end = sample.length;
  while (end > 0 && (sample[end - 1] ?? 0) >= 0x80) end -= 1;
  return sample.subarray(0, end);
}

function readText(leaf: Leaf): string {
  const isPlain = leaf.encoding === 'base64' && isPlainDespiteBase64(leaf.body);
  const decoded = decodeCharset(isPlain ? leaf.body : decodeTransfer(leaf.body, leaf.encoding), charsetOf(leaf));
  return clean(decoded.includes('\r') ? decoded.replace(/\r+\n|\r/g, '\n') : decoded);
}

/** What a person reads: the plain text in whole paragraphs; the HTML where that says nothing, or comes from a message carried along. */
function chooseText(
  plain: Leaf | undefined,
  text: string | null,
  html: Leaf | undefined,
  markup: string | null,
): string {
  const isForeign = plain?.isNested === true && html?.isNested === false;
  if (markup !== null && (isForeign || text === null || text.trim() === '')) return htmlToText(markup);
  const isFlowed = plain?.type.parameters.get('format')?.toLowerCase() === 'flowed';
  return isFlowed ? joinFlowed(text ?? '', plain.type.parameters.get('delsp')?.toLowerCase() === 'yes') : (text ?? '');
}

/** A file that stood in the text, with no header of its own. */
function describeUuencoded({ name, content }: UuencodedFile): ParsedAttachment {
  return {
    filename: name,
    contentType: 'application/octet-stream',
    disposition: 'attachment',
    contentId: null,
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  };
}

/** A leaf as a file that the mail carries. */
export function describeFile(leaf: Leaf, charset: string | undefined): ParsedAttachment {
  const content = decodeTransfer(leaf.body, leaf.encoding);
  const { value } = leaf.disposition;
  const contentId = leaf.fields.find(({ name }) => name === 'content-id')?.raw;
  return {
    filename: nameOf(leaf),
    contentType: leaf.mediaType,
    disposition: value === 'inline' || value === 'attachment' ? value : null,
    contentId: contentId === undefined ? null : parseMessageId(decodeWords(contentId, charset)),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  };
}

/** PostgreSQL's text takes no NUL, and half a character of UTF-16 can't be written as UTF-8. */
function clean(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}
