import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { ImapSession } from './imap-session.ts';

const againMs = 500;
/** Somebody looks on meanwhile. */
const waitMs = 4000;

/** Hands a mail to the account's own server. */
export type Submit = (mail: { envelope: { from: string; to: readonly string[] }; raw: Uint8Array }) => Promise<unknown>;

/**
 * Whether an account is the one of its address: its log-in name says so, or a mail that it sends to the address comes
 * into its own inbox. Both are the word of its mail server, which is all that IMAP and SMTP can give.
 * @throws MailTrouble 'refused' when no such mail came in time.
 */
export async function proveAddress(
  { address, user }: MailAccount,
  session: ImapSession,
  submit: Submit,
): Promise<void> {
  if (user.toLowerCase() === address) return;
  const messageId = `${randomUUID()}@sidethread.invalid`;
  await submit({ envelope: { from: address, to: [address] }, raw: writeProof(address, messageId) });
  for (const until = Date.now() + waitMs; Date.now() < until; await wait(againMs))
    if (await takeOut(session, messageId)) return;
  throw new MailTrouble('refused', `A mail that the account sent to ${address} did not come into its inbox.`);
}

function writeProof(address: string, messageId: string): Uint8Array {
  return Buffer.from(
    [
      `From: <${address}>`,
      `To: <${address}>`,
      'Subject: Sidethread checks that this address is yours',
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${messageId}>`,
      'Auto-Submitted: auto-generated',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Somebody connects this account to Sidethread. This mail proves that the address is theirs; it is deleted by itself.',
      '',
    ].join('\r\n'),
  );
}

function takeOut(session: ImapSession, messageId: string): Promise<boolean> {
  return session.runIn('INBOX', { isFresh: true, readOnly: false }, async (client) => {
    const found = (await client.search({ header: { 'message-id': `<${messageId}>` } }, { uid: true })) || [];
    if (found.length === 0) return false;
    await client.messageDelete(found, { uid: true });
    return true;
  });
}
