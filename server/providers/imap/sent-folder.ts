import type { MailAccount } from '#shared/contract/mail-account.ts';
import type { SentMail } from '#server/ports/mail-sender.ts';
import type { ImapSession } from './imap-session.ts';
import { writeItemId } from './item-id.ts';
import { findSentFolder } from './read-folders.ts';

/** Submission services that put what they send into the Sent folder themselves, maybe a little later. */
const keepsItself = /(?:^|\.)(?:office365\.com|outlook\.com|gmail\.com)$/;

/** The account's folder of sent mail: named by the server (RFC 6154), else known by its name. */
export function createSentFolder(account: MailAccount, session: ImapSession) {
  async function findIn(path: string, messageId: string): Promise<SentMail | undefined> {
    return session.runIn(path, { isFresh: true, readOnly: true }, async (client) => {
      const found = (await client.search({ header: { 'message-id': `<${messageId}>` } }, { uid: true })) || [];
      const uid = found.at(-1);
      if (uid === undefined || client.mailbox === false) return undefined;
      const uidValidity = client.mailbox.uidValidity.toString();
      return { providerId: writeItemId({ uidValidity, uid, path }), threadId: null };
    });
  }

  return {
    find: async (messageId: string): Promise<SentMail | undefined> => {
      const path = await findSentFolder(session);
      return path === undefined ? undefined : findIn(path, messageId);
    },
    keep: async (messageId: string, raw: Uint8Array): Promise<SentMail> => {
      const unkept = { providerId: messageId, threadId: null };
      const path = await findSentFolder(session);
      if (path === undefined || keepsItself.test(account.smtp.host)) return unkept;
      const known = await findIn(path, messageId);
      if (known !== undefined) return known;
      // Flags are left out where the folder that is open takes none: one that was opened for reading alone.
      const answer = await session.runIn(path, { isFresh: false, readOnly: false }, (client) =>
        client.append(path, Buffer.from(raw), ['\\Seen']),
      );
      if (answer === false || answer.uid === undefined || answer.uidValidity === undefined) return unkept;
      const { uid, uidValidity } = answer;
      return { providerId: writeItemId({ uidValidity: uidValidity.toString(), uid, path }), threadId: null };
    },
  };
}
