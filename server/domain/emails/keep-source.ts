import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { requireBytes, startUse } from '../attachments/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { isInMemory, sizeOf, type MailBytes } from '#server/ports/mail-bytes.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { ParsedEmail } from './mime/read-email.ts';

/** The bytes of a mail that lie in the file store now. */
export interface KeptSource {
  readonly sha256: string;
  readonly size: number;
  /** The hashes of its attachments, in their order. */
  readonly attachments: readonly string[];
  /** They lie there since then: see `requireBytes`. */
  readonly startedAt: number;
}

/** Puts source and attachments into the file store, each once by its hash. */
export async function keepSource(ports: Pick<Ports, 'files'>, raw: MailBytes, email: ParsedEmail): Promise<KeptSource> {
  const startedAt = startUse();
  const sha256 = isInMemory(raw) ? createHash('sha256').update(raw).digest('hex') : raw.sha256;
  const files = new Map<string, () => Uint8Array | Readable>([
    [sha256, () => (isInMemory(raw) ? raw : createReadStream(raw.path))],
    ...email.attachments.map((file) => [file.sha256, () => file.open?.() ?? file.content] as const),
  ]);
  const keep = async ([hash, bytes]: [string, () => Uint8Array | Readable]) => {
    if (!(await ports.files.has(hash))) await ports.files.put(bytes());
  };
  if (isInMemory(raw)) await Promise.all([...files].map(keep));
  // A large mail may have thousands of files, each of them a stream.
  else for (const file of files) await keep(file);
  return { sha256, size: sizeOf(raw), attachments: email.attachments.map((file) => file.sha256), startedAt };
}

/** @throws Problem 'unavailable' when bytes were removed meanwhile, for want of a user: storing again keeps them. */
export async function requireKept(tx: Transaction, kept: readonly KeptSource[]): Promise<void> {
  const hashes = kept.flatMap(({ sha256, attachments }) => [sha256, ...attachments]);
  await requireBytes(tx, hashes, Math.min(...kept.map(({ startedAt }) => startedAt)));
}
