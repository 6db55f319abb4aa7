/** Bytes too many to be held in memory: a file of their own, until it is let go. */
export interface HeldFile {
  readonly path: string;
  readonly size: number;
  /** Lowercase hex. */
  readonly sha256: string;
  /** Removes the file; the caller is done with it. Safe to repeat. */
  release(): Promise<void>;
}

/** A mail's bytes: in memory, or in a file when it is large. */
export type MailBytes = Uint8Array | HeldFile;

/** Takes in bytes of unknown length. Over what a mail may have: MailTrouble 'too-large', and nothing is left. */
export type HoldBytes = (bytes: AsyncIterable<Uint8Array>) => Promise<MailBytes>;

export function isInMemory(bytes: MailBytes): bytes is Uint8Array {
  return bytes instanceof Uint8Array;
}

export function sizeOf(bytes: MailBytes): number {
  return isInMemory(bytes) ? bytes.byteLength : bytes.size;
}

/** Lets go of the file, where there is one. */
export async function release(bytes: MailBytes): Promise<void> {
  if (!isInMemory(bytes)) await bytes.release();
}
