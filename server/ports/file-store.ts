import type { Readable } from 'node:stream';

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
  /** Forgets the bytes; does nothing when they are not stored. The caller makes sure that nothing refers to them. */
  remove(sha256: string): Promise<void>;
}
