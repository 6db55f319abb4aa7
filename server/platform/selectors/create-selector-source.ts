import { readFile, stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { SignedSelectors } from '#shared/contract/selector-update.ts';
import type { SelectorSource } from '#server/ports/selector-source.ts';

const READ_EVERY_MS = 300_000;
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 200_000;

export interface SelectorSourceOptions {
  /** Path of a file, or an https address; undefined for none. */
  readonly from: string | undefined;
  readonly logger: Logger;
  readonly now: () => number;
}

/** Reads the file or address at most every five minutes; what was read last stays while it can't be read. */
export function createSelectorSource({ from, logger, now }: SelectorSourceOptions): SelectorSource {
  let last: SignedSelectors | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function refresh(source: string): Promise<void> {
    readAt = now();
    try {
      last = SignedSelectors.parse(JSON.parse(await readText(source)));
    } catch (error) {
      logger.warn({ err: error }, 'the signed selectors could not be read');
    }
  }

  return {
    async read() {
      if (from !== undefined && now() - readAt >= READ_EVERY_MS) {
        reading ??= refresh(from).finally(() => (reading = undefined));
      }
      await reading;
      return last;
    },
  };
}

async function readText(source: string): Promise<string> {
  if (/^https?:/.test(source)) return readAddress(source);
  const { size } = await stat(source);
  if (size > MAX_BYTES) throw new Error(`The file has ${size} bytes; at most ${MAX_BYTES} are read.`);
  return readFile(source, 'utf8');
}

async function readAddress(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
  if (!response.ok || response.body === null) throw new Error(`The address answered ${response.status}.`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`The address sent more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
