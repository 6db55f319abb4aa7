import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createId } from '#server/kernel/ids.ts';
import type { HeldFile, HoldBytes } from '#server/ports/mail-bytes.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';

const megabyte = 1024 * 1024;

/** Nearly every mail is held in memory; the largest that is kept has 150 MB of files, as they are written in a mail. */
const usualLimits = { inMemory: 8 * megabyte, inAll: 210 * megabyte };

/** Takes mails in: what is small stays in memory, what is large goes into a file in the folder `drafts`. */
export function createHold(drafts: string, limits = usualLimits): HoldBytes {
  return async (bytes) => {
    const source = bytes[Symbol.asyncIterator]();
    const beginning: Uint8Array[] = [];
    let size = 0;
    while (size <= limits.inMemory) {
      const next = await source.next();
      if (next.done === true) return beginning.length === 1 && beginning[0] ? beginning[0] : Buffer.concat(beginning);
      beginning.push(next.value);
      size += next.value.byteLength;
    }
    return spill(drafts, beginning, source, limits.inAll);
  };
}

async function spill(
  drafts: string,
  beginning: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  most: number,
): Promise<HeldFile> {
  await mkdir(drafts, { recursive: true });
  const path = join(drafts, createId());
  const release = () => rm(path, { force: true });
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  const write = async (part: Uint8Array) => {
    size += part.byteLength;
    if (size > most) throw tooLarge(most);
    hash.update(part);
    await file.writeFile(part);
  };
  try {
    for (const part of beginning) await write(part);
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) await write(next.value);
    return { path, size, sha256: hash.digest('hex'), release };
  } catch (error) {
    await rest.return?.();
    await release();
    throw error;
  } finally {
    await file.close();
  }
}

function tooLarge(most: number): MailTrouble {
  return new MailTrouble(
    'too-large',
    `This mail is larger than ${Math.floor(most / megabyte)} MB. It stays in the mailbox and is not read here.`,
  );
}
