import type { MailAccount } from '#shared/contract/mail-account.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailSender, SentMail } from '#server/ports/mail-sender.ts';
import { submitMail, type SubmitOptions } from './submit-mail.ts';

/** The account's folder of sent mail, where a mail that went out can be found again. */
export interface SentFolder {
  find(messageId: string): Promise<SentMail | undefined>;
  /** Puts a mail there, unless the server did so itself. */
  keep(messageId: string, raw: Uint8Array): Promise<SentMail>;
}

/** Noted before a mail is handed over, so that one that never was is known as such. */
const begun = 'begun';

/**
 * Sends from an account by SMTP. There is no way to send a thing once, nor a place that tells for sure: a copy in the
 * Sent folder proves that a mail went out, its absence proves nothing, so that is left to a person.
 */
export function createSmtpSender(account: MailAccount, options: SubmitOptions, sentFolder: SentFolder): MailSender {
  return {
    prepare: async () => begun,
    listAliases: async () => [],
    send: async ({ messageId, raw, envelope }) => {
      const bare = withoutBcc(raw);
      const refused = await submitMail(account, options, { envelope, raw: bare });
      const [kept] = await Promise.allSettled([sentFolder.keep(messageId, bare)]);
      const sent = kept.status === 'fulfilled' ? kept.value : { providerId: messageId, threadId: null };
      const unkept = kept.status === 'fulfilled' ? null : 'No copy could be kept in the Sent folder.';
      const notes = [refused, unkept].filter((note) => note !== null);
      return notes.length === 0 ? sent : { ...sent, note: notes.join(' ') };
    },
    find: async ({ messageId, preparedId }) => {
      if (preparedId !== begun) return undefined;
      const found = await sentFolder.find(messageId);
      if (found !== undefined) return found;
      throw new MailTrouble('refused', 'There is no copy of it in the Sent folder, which proves nothing.');
    },
  };
}

/** SMTP has recipients of its own; those in Bcc are nobody else's business (RFC 5322, 3.6.3). */
function withoutBcc(raw: Uint8Array): Uint8Array {
  const source = Buffer.from(raw);
  const end = source.indexOf('\r\n\r\n') + 2;
  const header = source.subarray(0, end).toString('latin1');
  const kept = header.replace(/^bcc:.*\r\n(?:[ \t].*\r\n)*/gim, '');
  return Buffer.concat([Buffer.from(kept, 'latin1'), source.subarray(end)]);
}
