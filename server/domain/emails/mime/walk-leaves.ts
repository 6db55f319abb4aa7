import { decodeTransfer } from './decode-transfer.ts';
import { findHeader, nextLine, readHeaders } from './read-headers.ts';
import type { HeaderBlock, HeaderField } from './read-headers.ts';
import { readParameters } from './header-parameters.ts';
import type { ParameterisedHeader } from './header-parameters.ts';

/** A part without parts of its own, as it stands in the source. */
export type Leaf = {
  fields: HeaderField[];
  type: ParameterisedHeader;
  disposition: ParameterisedHeader;
  mediaType: string;
  encoding: string;
  /** Still transfer-encoded; shares memory with the source. */
  body: Buffer;
  /** Inside a message that this mail carries inline. */
  isNested: boolean;
};

type Place = { defaultType: string; depth: number; isNested: boolean };
type Walked = { readonly found: Leaf[]; readonly isCut: (leaf: Leaf) => boolean };
type Region = { start: number; end: number };

const MAX_DEPTH = 60;
// Beyond these, what is left stays together as one part.
const MAX_PARTS = 5000;
const MAX_LEAVES = 20_000;
const DASH = 0x2d;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
// Those that change the bytes, however they are quoted, commented or spaced.
const ENCODING = /base64|quoted-printable|(?:x-)?uu(?:encode|e)/;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(?=$|[\s,])/;

/**
 * All leaves of a message in the order of its source (RFC 2046 §5), those of messages carried inline included.
 * @param isCut whether something of the leaf is missing here, so that it can't be decoded and looked into.
 */
export function walkLeaves(bytes: Buffer, head: HeaderBlock, isCut: (leaf: Leaf) => boolean = () => false): Leaf[] {
  const leaves: Walked = { found: [], isCut };
  const place: Place = { defaultType: 'text/plain', depth: 0, isNested: false };
  walkPart(bytes, head, bytes.length, place, leaves);
  return leaves.found;
}

function walkPart(bytes: Buffer, head: HeaderBlock, end: number, place: Place, leaves: Walked): void {
  const leaf = describe(bytes, head, end, place);
  if (place.depth < MAX_DEPTH && leaves.found.length < MAX_LEAVES && leaf.mediaType.startsWith('multipart/')) {
    if (walkMultipart(bytes, leaf, { start: head.bodyStart, end }, place, leaves)) return;
  }
  if (place.depth < MAX_DEPTH && isInlineMessage(leaf) && (leaf.encoding === '' || !leaves.isCut(leaf))) {
    const inner = decodeTransfer(leaf.body, leaf.encoding);
    const innerPlace = { defaultType: 'text/plain', depth: place.depth + 1, isNested: true };
    walkPart(inner, readHeaders(inner, 0, inner.length), inner.length, innerPlace, leaves);
    return;
  }
  leaves.found.push(leaf);
}

function describe(bytes: Buffer, head: HeaderBlock, end: number, place: Place): Leaf {
  const { fields, bodyStart } = head;
  const type = readParameters(findHeader(fields, 'content-type') ?? place.defaultType);
  const disposition = readParameters(findHeader(fields, 'content-disposition') ?? '');
  const named = findHeader(fields, 'content-transfer-encoding')?.toLowerCase().replace(/\s+/g, '-') ?? '';
  const encoding = ENCODING.exec(named)?.[0] ?? '';
  const mediaType = MEDIA_TYPE.exec(type.value)?.[0] ?? 'text/plain';
  const body = bytes.subarray(bodyStart, Math.max(bodyStart, end));
  return { fields, type, disposition, mediaType, encoding, body, isNested: place.isNested };
}

/** A message that comes as a file is kept as the file that it is. */
function isInlineMessage(leaf: Leaf): boolean {
  if (leaf.mediaType !== 'message/rfc822' && leaf.mediaType !== 'message/global') return false;
  return (
    leaf.disposition.value !== 'attachment' &&
    !leaf.disposition.parameters.has('filename') &&
    !leaf.type.parameters.has('name')
  );
}

/** False where no delimiter was found, so that nothing of the part would be kept. */
function walkMultipart(bytes: Buffer, leaf: Leaf, region: Region, place: Place, leaves: Walked): boolean {
  const boundary = leaf.type.raw.get('boundary')?.trimEnd();
  let parts = boundary === undefined || boundary === '' ? [] : splitParts(bytes, boundary, region);
  if (parts.length === 0) {
    const guessed = guessBoundary(bytes, region);
    parts = guessed === undefined ? [] : splitParts(bytes, guessed, region);
  }
  if (parts.length === 0) return false;
  const inner: Place = {
    defaultType: leaf.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain',
    depth: place.depth + 1,
    isNested: place.isNested,
  };
  for (const part of parts) walkPart(bytes, readHeaders(bytes, part.start, part.end), part.end, inner, leaves);
  return true;
}

/** The regions between the delimiter lines; a last part that nothing closes reaches to the region's end. */
function splitParts(bytes: Buffer, boundary: string, region: Region): Region[] {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Region[] = [];
  let start: number | undefined;
  let at = bytes.indexOf(delimiter, region.start);
  while (at !== -1 && at < region.end && parts.length < MAX_PARTS) {
    const found = isLineStart(bytes, at, region.start)
      ? readDelimiterEnd(bytes, at + delimiter.length, region.end)
      : undefined;
    if (found === undefined) {
      at = bytes.indexOf(delimiter, at + delimiter.length);
      continue;
    }
    // Behind the closing line only a part with a header of its own counts: some mailers use one boundary on two levels.
    if (start === undefined && parts.length > 0 && !isPartHeader(bytes, found.next)) break;
    if (start !== undefined) parts.push({ start, end: Math.max(start, beforeLineEnd(bytes, at, start)) });
    start = found.isLast ? undefined : found.next;
    at = bytes.indexOf(delimiter, Math.max(found.next - 1, at + delimiter.length));
  }
  if (start !== undefined) parts.push({ start, end: Math.max(start, region.end) });
  return parts;
}

function isLineStart(bytes: Buffer, at: number, regionStart: number): boolean {
  return at === regionStart || bytes[at - 1] === LF || bytes[at - 1] === CR;
}

/** Behind the boundary comes the line's end, or white space: another boundary may begin like this one. */
function readDelimiterEnd(bytes: Buffer, after: number, end: number): { isLast: boolean; next: number } | undefined {
  const isLast = bytes[after] === DASH && bytes[after + 1] === DASH;
  const at = isLast ? after + 2 : after;
  if (at >= end) return { isLast, next: end };
  const follows = bytes[at];
  if (follows !== SPACE && follows !== TAB && follows !== CR && follows !== LF) return undefined;
  return { isLast, next: nextLine(bytes, at, end) };
}

/** The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
function beforeLineEnd(bytes: Buffer, at: number, start: number): number {
  if (at > start && bytes[at - 1] === LF) return at - 1 > start && bytes[at - 2] === CR ? at - 2 : at - 1;
  return at > start && bytes[at - 1] === CR ? at - 1 : at;
}

/** Where the header names no boundary, or one that does not occur: a line `--x` directly before a part's header. */
function guessBoundary(bytes: Buffer, region: Region): string | undefined {
  let at = region.start;
  for (let count = 0; count < 50 && at < region.end; count += 1) {
    const next = nextLine(bytes, at, region.end);
    const line = bytes.toString('latin1', at, Math.min(next, at + 200)).trimEnd();
    if (/^--\S/.test(line) && isPartHeader(bytes, next)) return line.slice(2);
    at = next;
  }
  return undefined;
}

function isPartHeader(bytes: Buffer, at: number): boolean {
  return /^content-/i.test(bytes.toString('latin1', at, at + 20));
}
