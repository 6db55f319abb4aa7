import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { HeldFile } from '#server/ports/mail-bytes.ts';
import { condenseSource, type CondensedSource } from './condense-source.ts';
import { decodePieces } from './decode-pieces.ts';
import { describeFile, readLeaves, type ParsedAttachment, type ParsedEmail } from './read-email.ts';
import { readHeaders } from './read-headers.ts';
import { skipToHeader } from './skip-to-header.ts';
import { walkLeaves, type Leaf } from './walk-leaves.ts';

/** How much of a streamed file is kept at hand, to see what it is. */
const beginningSize = 4096;

/** Where a leaf stands in the mail's file, `end` not included. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a mail from its file as `readEmail` does from memory, without holding its long parts: those are hashed as they
 * stream past, and given as `open`. Of a text longer than a few megabytes the beginning is read (`isTextCut`); a message
 * carried along in an encoding of its own is kept as a file when it is long.
 */
export async function readLargeEmail(file: HeldFile): Promise<ParsedEmail> {
  const source = await condenseSource(file.path);
  const { bytes } = source;
  if (source.hasBareLines) replaceReturns(bytes);
  const mail = skipToHeader(bytes);
  const head = readHeaders(mail, 0, mail.length);
  const leaves = walkLeaves(mail, head, (leaf) => findGap(source, leaf) !== undefined);
  const read = readLeaves(head, leaves, (leaf) => {
    const gap = findGap(source, leaf);
    return gap === undefined ? leaf.body : leaf.body.subarray(0, gap.at - offsetIn(bytes, leaf));
  });
  const attachments: ParsedAttachment[] = [...read.inText];
  for (const leaf of read.files) attachments.push(await readFile(file, source, leaf, read.charset));
  return { ...read.email, attachments };
}

async function readFile(
  file: HeldFile,
  source: CondensedSource,
  leaf: Leaf,
  charset: string | undefined,
): Promise<ParsedAttachment> {
  if (findGap(source, leaf) === undefined) return describeFile(leaf, charset);
  const place = placeOf(source, leaf);
  const stream = () => decodePieces(readPlace(file.path, place, source.hasBareLines), leaf.encoding);
  const hash = createHash('sha256');
  let size = 0;
  let beginning: Buffer = Buffer.alloc(0);
  for await (const piece of stream()) {
    hash.update(piece);
    size += piece.length;
    if (beginning.length < beginningSize) beginning = Buffer.concat([beginning, piece.subarray(0, beginningSize)]);
  }
  const described = describeFile({ ...leaf, body: Buffer.alloc(0) }, charset);
  const open = () => Readable.from(stream(), { objectMode: false });
  return { ...described, size, sha256: hash.digest('hex'), content: beginning, open };
}

async function* readPlace(path: string, { start, end }: Place, hasBareLines: boolean): AsyncGenerator<Buffer> {
  if (end <= start) return;
  for await (const piece of createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 })) {
    if (hasBareLines) replaceReturns(piece as Buffer);
    yield piece as Buffer;
  }
}

function offsetIn(bytes: Buffer, leaf: Leaf): number {
  return leaf.body.byteOffset - bytes.byteOffset;
}

/** The first thing that is missing of a leaf. One that was decoded already has memory of its own, and is whole. */
function findGap({ bytes, gaps }: CondensedSource, leaf: Leaf): { at: number; length: number } | undefined {
  if (leaf.body.buffer !== bytes.buffer) return undefined;
  const start = offsetIn(bytes, leaf);
  return gaps.find(({ at }) => at >= start && at < start + leaf.body.length);
}

function placeOf(source: CondensedSource, leaf: Leaf): Place {
  const start = offsetIn(source.bytes, leaf);
  const inFile = (at: number) => source.gaps.reduce((place, gap) => (gap.at < at ? place + gap.length : place), at);
  return { start: inFile(start), end: inFile(start + leaf.body.length) };
}

function replaceReturns(bytes: Buffer): void {
  for (let at = bytes.indexOf(0x0d); at !== -1; at = bytes.indexOf(0x0d, at + 1)) bytes[at] = 0x0a;
}
