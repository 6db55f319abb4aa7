import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import type { Inspected } from './inspected.ts';
import { inspectFiles } from './inspect-files.ts';

/** How each .eml file is read, as one JSON line per file. Throws one sentence when no file is named. */
export function inspectEmail(args: string[]): Promise<Inspected> {
  return inspectFiles(args, 'pnpm inspect email FILE…', (file, bytes) => {
    const { messageId, inReplyTo, references, subject, from, to, cc, bcc, date, text, ...email } = readEmail(bytes);
    const { visibleText, fragments } = email;
    const attachments = email.attachments
      .filter(({ filename }) => filename !== null)
      .map(({ filename, contentType, size, sha256 }) => ({ filename, contentType, size, sha256 }));
    const people = { from, to, cc, bcc };
    return {
      file,
      messageId,
      inReplyTo,
      references,
      subject,
      ...people,
      date,
      text,
      visibleText,
      fragments,
      attachments,
    };
  });
}
