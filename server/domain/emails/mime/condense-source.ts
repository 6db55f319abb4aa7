import { createReadStream } from 'node:fs';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import { createBoundaries, type Boundaries } from './note-boundaries.ts';

/** Something of the mail that was left out: `length` bytes, before the one at `at` of what was kept. */
export interface Gap {
  readonly at: number;
  readonly length: number;
}

/** A mail without the middles of its long parts: every header and every delimiter line is there. */
export interface CondensedSource {
  readonly bytes: Buffer;
  /** In order. */
  readonly gaps: readonly Gap[];
  /** The mail has no LF at all: its lines end with CR (RFC 5322 knows no such thing, old mailers do). */
  readonly hasBareLines: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const megabyte = 1024 * 1024;
const pieceSize = megabyte;
/** Up to here in all, the beginning of each part is kept generously: the texts of a mail come first. */
const generousUpTo = 8 * megabyte;
const generousHead = 4 * megabyte;
/** Enough for the headers of a part and to see what it is. */
const leastHead = 16 * 1024;
/** The end of a part: a delimiter's line end is looked at together with it. */
const tailSize = 2048;
const mostKept = 48 * megabyte;
/** Enough to see a delimiter line and how the next line begins. */
const lookAhead = 1024;

/** Reads a mail once from its file, and keeps what says how it is made. */
export async function condenseSource(path: string): Promise<CondensedSource> {
  const kept = new Kept();
  let left: Buffer = Buffer.alloc(0);
  let before = LF;
  let hasBareLines = true;
  for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) {
    const bytes = Buffer.concat([left, piece as Buffer]);
    hasBareLines &&= !bytes.includes(LF);
    const limit = Math.max(0, bytes.length - lookAhead);
    takeRuns(kept, bytes, limit, before);
    before = bytes[limit - 1] ?? before;
    left = Buffer.from(bytes.subarray(limit));
  }
  takeRuns(kept, left, left.length, before);
  return { ...kept.finish(), hasBareLines };
}

/** Hands on what stands before `limit`; a new run begins with each line that may part the mail. */
function takeRuns(kept: Kept, bytes: Buffer, limit: number, before: number): void {
  let from = 0;
  let noted = 0;
  for (let at = nextDashes(bytes, 0, before); at !== -1 && at < limit; at = nextDashes(bytes, at + 1, before)) {
    kept.noteBoundaries(bytes.subarray(noted, at));
    noted = at;
    if (!mayPart(bytes, at, kept.boundaries)) continue;
    kept.append(bytes.subarray(from, at));
    kept.endRun();
    from = at;
  }
  // What stands behind the limit is looked at again: a name may lie across it.
  kept.noteBoundaries(bytes.subarray(noted));
  kept.append(bytes.subarray(from, limit));
}

/** Where the next line begins that does so with `--`. `before`: the byte in front of these. */
function nextDashes(bytes: Buffer, from: number, before: number): number {
  for (let at = bytes.indexOf('--', from); at !== -1; at = bytes.indexOf('--', at + 1)) {
    const previous = at === 0 ? before : bytes[at - 1];
    if (previous === LF || previous === CR) return at;
  }
  return -1;
}

/** Whether a line that begins with `--` is a delimiter by name, or by standing before a part's header. */
function mayPart(bytes: Buffer, at: number, boundaries: Boundaries): boolean {
  if (boundaries.has(bytes, at + 2)) return true;
  const text = bytes.toString('latin1', at, at + lookAhead);
  return /^[^\r\n]*(?:\r+\n?|\n)content-/i.test(text);
}

class Kept {
  readonly boundaries = createBoundaries();
  readonly #gaps: Gap[] = [];
  #bytes = Buffer.allocUnsafe(megabyte);
  #size = 0;
  #headLeft = generousHead;
  #tail: Buffer = Buffer.alloc(0);
  #gap = 0;

  noteBoundaries(bytes: Buffer): void {
    // Headers stand at the beginning of a run, and that is what is kept of it.
    if (this.#headLeft > 0) this.boundaries.note(bytes.subarray(0, this.#headLeft));
  }

  append(bytes: Buffer): void {
    const head = bytes.subarray(0, this.#headLeft);
    this.#write(head);
    this.#headLeft -= head.length;
    if (head.length === bytes.length) return;
    const rest = bytes.subarray(head.length);
    const tail = rest.length >= tailSize ? rest : Buffer.concat([this.#tail, rest]);
    this.#gap += this.#tail.length + rest.length;
    this.#tail = Buffer.from(tail.subarray(-tailSize));
    this.#gap -= this.#tail.length;
  }

  endRun(): void {
    if (this.#gap > 0) this.#gaps.push({ at: this.#size, length: this.#gap });
    this.#write(this.#tail);
    this.#tail = Buffer.alloc(0);
    this.#gap = 0;
    this.#headLeft = this.#size < generousUpTo ? generousHead : leastHead;
  }

  finish(): { bytes: Buffer; gaps: readonly Gap[] } {
    this.endRun();
    return { bytes: this.#bytes.subarray(0, this.#size), gaps: this.#gaps };
  }

  #write(bytes: Buffer): void {
    const needed = this.#size + bytes.length;
    if (needed > mostKept)
      throw new MailTrouble(
        'too-large',
        'This mail has too many large parts to be read here. It stays in the mailbox.',
      );
    if (needed > this.#bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(wider, 0, 0, this.#size);
      this.#bytes = wider;
    }
    bytes.copy(this.#bytes, this.#size);
    this.#size = needed;
  }
}
