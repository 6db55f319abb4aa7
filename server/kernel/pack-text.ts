import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const params = { [constants.ZSTD_c_compressionLevel]: 1 };

/** A long text in a few bytes (Zstandard, RFC 8878, of its UTF-8): much cheaper than what the database would do to it. */
export function packText(text: string): Buffer {
  return zstdCompressSync(text, { params });
}

/** What `packText` was given. */
export function unpackText(packed: Uint8Array): string {
  return zstdDecompressSync(packed).toString('utf8');
}
