import { openAsBlob } from 'node:fs';
import { resolve, join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { Problem } from '#server/kernel/problem.ts';
import type { FileStore } from '#server/ports/file-store.ts';
import { createHold } from './hold-bytes.ts';
import { withDraft } from './write-draft.ts';

/** A bucket of S3 or of anything that speaks its API (MinIO, Ceph, R2 …). */
export interface Bucket {
  /** With the bucket's name in its path or host, and a prefix if wished; without a trailing slash. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

const name = /^[0-9a-f]{64}$/;
const answerMs = 30_000;
/** 150 MB at half a megabyte a second. */
const transferMs = 5 * 60_000;

/**
 * Files in a bucket under their SHA-256 (`ab/cd/abcd…`). What comes is written to a draft in the folder `drafts`
 * first, as its name is known only with its last byte; the service checks the hash, and shows an object only whole.
 */
export function createBucketStore(bucket: Bucket, folder: string): FileStore {
  const client = new AwsClient({
    accessKeyId: bucket.keyId,
    secretAccessKey: bucket.secret,
    region: bucket.region,
    service: 's3',
    retries: 3,
  });
  const drafts = join(resolve(folder), 'drafts');
  const ask = async (method: string, sha256: string, init: RequestInit = {}): Promise<Response> => {
    if (!name.test(sha256)) throw missing();
    const url = `${bucket.url}/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    const signal = AbortSignal.timeout(method === 'PUT' || method === 'GET' ? transferMs : answerMs);
    const response = await client.fetch(url, { method, signal, ...init }).catch((error: unknown) => {
      throw new Problem('unavailable', 'The file store does not answer; try again in a moment.', { cause: error });
    });
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw new Problem('unavailable', `The file store refuses (${response.status}); ask who runs the server.`);
  };
  const has = async (sha256: string): Promise<boolean> => (await ask('HEAD', sha256)).ok;
  return {
    put: (bytes, { maxBytes = Number.POSITIVE_INFINITY } = {}) =>
      withDraft(drafts, bytes, maxBytes, async (draft, { sha256 }) => {
        if (await has(sha256)) return 'left';
        const headers = { 'x-amz-content-sha256': sha256, 'content-type': 'application/octet-stream' };
        const response = await ask('PUT', sha256, { body: await openAsBlob(draft), headers });
        await response.body?.cancel();
        if (!response.ok) throw new Problem('unavailable', 'The bucket for files does not exist.');
        return 'left';
      }),
    open: async (sha256) => {
      const { ok, body } = await ask('GET', sha256);
      if (ok && body !== null) return Readable.fromWeb(body as ReadableStream);
      await body?.cancel();
      throw missing();
    },
    has,
    hold: createHold(drafts),
    remove: async (sha256) => void (await (await ask('DELETE', sha256)).body?.cancel()),
  };
}

function missing(): Problem {
  return new Problem('not-found', 'This file is no longer stored.');
}
