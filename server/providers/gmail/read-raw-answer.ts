import type { gmail_v1 } from '@googleapis/gmail';
import { MailTrouble } from '#server/ports/mail-reader.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COLON] = [0x7b, 0x7d, 0x5b, 0x5d, 0x3a];

/** What Gmail says beside the mail itself is short: labels, ids, and a snippet. */
const mostBeside = 4 * 1024 * 1024;

/**
 * The answer to `messages.get` with `format=raw`, read as it comes: JSON with the whole mail in one string, which is
 * decoded on the way (RFC 4648 §5) and never held.
 */
export class RawAnswer {
  /** The answer as it comes. */
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly #beside: Buffer[] = [];
  #besideSize = 0;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  /** The characters of the string that was read last, while it can still be the key. */
  #name = '';
  #isRawNext = false;
  #isInRaw = false;
  /** Letters that are no whole group yet, or an escape that is not whole. */
  #carried = '';

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.pieces = pieces;
  }

  /** The mail's bytes. Everything else of the answer is known once these are at their end. */
  async *raw(): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#readPieces()) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      let at = 0;
      while (at < bytes.length) {
        if (!this.#isInRaw) {
          at = this.#skipToRaw(bytes, at);
          continue;
        }
        const end = indexOr(bytes, QUOTE, at);
        const isOver = end < bytes.length;
        const decoded = this.#decode(bytes.toString('latin1', at, end), isOver);
        if (decoded.length > 0) yield decoded;
        at = isOver ? end + 1 : end;
        if (!isOver) continue;
        this.#isInRaw = false;
        this.#note(bytes.subarray(end, at));
      }
    }
    if (this.#isInRaw || this.#depth > 0) throw new MailTrouble('unreachable', 'Gmail’s answer ended too early.');
  }

  /** The answer without the mail. */
  message(): gmail_v1.Schema$Message {
    const message: unknown = JSON.parse(Buffer.concat(this.#beside).toString());
    if (typeof message !== 'object' || message === null)
      throw new MailTrouble('refused', 'Gmail gave something else than a mail.');
    return message;
  }

  async *#readPieces(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.pieces;
    } catch {
      throw new MailTrouble('unreachable', 'Gmail’s answer broke off.');
    }
  }

  /** Reads on up to where the mail begins, or to the end. Returns the place. */
  #skipToRaw(bytes: Buffer, start: number): number {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.#isInString) this.#readInString(byte);
      else if (byte === QUOTE && this.#isRawNext) {
        this.#isInRaw = true;
        this.#isRawNext = false;
        this.#note(bytes.subarray(start, at + 1));
        return at + 1;
      } else this.#readOutside(byte);
    }
    this.#note(bytes.subarray(start));
    return bytes.length;
  }

  #readInString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInString = false;
    else if (this.#name.length < 8) this.#name += String.fromCharCode(byte);
  }

  #readOutside(byte: number): void {
    if (byte === QUOTE) {
      this.#isInString = true;
      this.#name = '';
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1;
    else if (byte === COLON) this.#isRawNext = this.#depth === 1 && this.#name === 'raw';
    else if (byte > 0x20) this.#isRawNext = false;
  }

  #note(bytes: Buffer): void {
    this.#besideSize += bytes.length;
    if (this.#besideSize > mostBeside) throw new MailTrouble('refused', 'Gmail said far too much about a mail.');
    this.#beside.push(Buffer.from(bytes));
  }

  #decode(text: string, isLast: boolean): Buffer {
    let letters = this.#carried + text;
    let left = '';
    if (letters.includes('\\')) {
      const last = letters.lastIndexOf('\\');
      // Google writes `=` as an escape of six characters, which may come in two pieces.
      if (!isLast && letters.length - last < 6) [letters, left] = [letters.slice(0, last), letters.slice(last)];
      letters = String(JSON.parse(`"${letters}"`));
    }
    const whole = isLast ? letters.length : letters.length - (letters.length % 4);
    this.#carried = letters.slice(whole) + left;
    return Buffer.from(letters.slice(0, whole), 'base64url');
  }
}

function indexOr(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found === -1 ? bytes.length : found;
}
