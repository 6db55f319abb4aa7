import type { Readable } from 'node:stream';
import type { HoldBytes } from './mail-bytes.ts';

export interface StoredFile {
  /** SHA-256 of the bytes, lowercase hex: also the file's name. */
  readonly sha256: string;
  readonly size: number;
}

/** Bytes by their hash. The same bytes are kept once; a stored file never changes. */
export interface FileStore {
  /** Stores the bytes and returns once they are safely on disk. Over `maxBytes` it stores nothing: Problem 'too-large'. */
  put(bytes: Readable | Uint8Array, options?: { readonly maxBytes?: number }): Promise<StoredFile>;
  /** The bytes; throws Problem 'not-found' when they are not stored. */
  open(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
  /** Takes a mail in for as long as it is being read, near where it would be stored. */
  readonly hold: HoldBytes;
  /** Forgets the bytes; does nothing when they are not stored. The caller makes sure that nothing refers to them. */
  remove(sha256: string): Promise<void>;
}
