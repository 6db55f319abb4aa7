import { createHash } from 'node:crypto';
import { lockBytes } from '../attachments/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { ParsedEmail } from './mime/read-email.ts';

/** The bytes of a mail that lie in the file store now. */
export interface KeptSource {
  readonly sha256: string;
  readonly size: number;
  /** The hashes of its attachments, in their order. */
  readonly attachments: readonly string[];
}

/** Puts source and attachments into the file store, each once by its hash. */
export async function keepSource(
  ports: Pick<Ports, 'files'>,
  raw: Uint8Array,
  email: ParsedEmail,
): Promise<KeptSource> {
  const sha256 = createHash('sha256').update(raw).digest('hex');
  const files = new Map<string, Uint8Array>([
    [sha256, raw],
    ...email.attachments.map((attachment) => [attachment.sha256, attachment.content] as const),
  ]);
  await Promise.all([...files].map(async ([hash, bytes]) => (await ports.files.has(hash)) || ports.files.put(bytes)));
  return { sha256, size: raw.byteLength, attachments: email.attachments.map((attachment) => attachment.sha256) };
}

/** @throws Problem 'unavailable' when bytes were removed meanwhile, for want of a user: storing again keeps them. */
export async function requireKept(
  ports: Pick<Ports, 'files'>,
  tx: Transaction,
  kept: readonly KeptSource[],
): Promise<void> {
  const hashes = [...new Set(kept.flatMap(({ sha256, attachments }) => [sha256, ...attachments]))];
  await lockBytes(tx, hashes);
  const found = await Promise.all(hashes.map((hash) => ports.files.has(hash)));
  if (found.includes(false)) throw new Problem('unavailable', 'The mail could not be kept; try again.');
}
