import { createHash } from 'node:crypto';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import type { ParsedEmail } from '#server/domain/emails/mime/read-email.ts';
import { groupThreads } from '#shared/email/threads/group-threads.ts';
import type { Inspected } from './inspected.ts';
import { readBytes } from './inspect-files.ts';

/**
 * How a set of .eml files groups into correspondences: one line with `[{subject, emails: [{file, messageId, because}]}]`,
 * and one for each file that can't be read. Throws one sentence when no file is named.
 */
export async function inspectThreads(files: string[]): Promise<Inspected> {
  if (files.length === 0) throw new Error('Name at least one file: pnpm inspect threads FILE….');
  const bad: unknown[] = [];
  const emails = new Map<string, { file: string; email: ParsedEmail }>();
  for (const [index, file] of files.entries()) {
    const bytes = await readBytes(file);
    if (bytes === undefined) bad.push({ file, error: 'This file can’t be read.' });
    else emails.set(`${file}\n${index}`, { file, email: readEmail(bytes) });
  }
  const threads = groupThreads(
    [...emails].map(([key, { email }]) => ({
      ...email,
      key,
      content: fingerprint(email),
      providerThread: findProviderThread(email),
    })),
  );
  const described = threads.map(({ subject, emails: members }) => ({
    subject,
    emails: members.map(({ key, because }) => {
      const { file, email } = emails.get(key) ?? { file: key, email: undefined };
      return { file, messageId: email?.messageId ?? null, because };
    }),
  }));
  return { lines: emails.size === 0 ? bad : [described, ...bad], isAllBad: emails.size === 0 };
}

/** The thread id that Gmail writes into exported mail, which means something within the mailbox it was delivered to. */
function findProviderThread({ headers }: ParsedEmail): { mailbox: string; id: string } | undefined {
  const read = (name: string): string | undefined => headers.find((header) => header.name === name)?.value;
  const id = read('x-gm-thrid');
  return id === undefined ? undefined : { mailbox: read('delivered-to') ?? '', id };
}

/** What the mail says, without what each mailbox adds on its way. */
function fingerprint({ from, subject, date, text, html, attachments }: ParsedEmail): string {
  const words = (text ?? html ?? '').replace(/\s+/g, ' ').trim();
  const said = JSON.stringify([from, subject, date, words, attachments.map(({ sha256 }) => sha256)]);
  return createHash('sha256').update(said).digest('hex');
}
