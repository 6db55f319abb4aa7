import { decodeCharset } from '#server/domain/emails/mime/decode-charset.ts';
import { splitReply } from '#shared/email/split-reply.ts';
import type { Inspected } from './inspected.ts';
import { inspectFiles } from './inspect-files.ts';

/** What the sender of each plain-text body wrote, as one JSON line per file. Throws one sentence when no file is named. */
export function inspectReply(args: string[]): Promise<Inspected> {
  return inspectFiles(args, 'pnpm inspect reply FILE…', (file, bytes) => ({
    file,
    ...splitReply(decodeCharset(bytes, undefined)),
  }));
}
