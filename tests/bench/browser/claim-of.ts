import { mara, type MailThread } from '#tests/support/mail-data.ts';

/** The thread as Mara's page shows it. */
export function claimOf({ id, subject, messages }: MailThread) {
  const [first] = messages;
  if (first === undefined) throw new Error(`“${subject}” has no message.`);
  return {
    webmail: 'gmail' as const,
    account: mara.address,
    thread: { kind: 'gmail-thread' as const, id },
    subject,
    sender: first.from,
    participants: [first.from, ...first.to],
    fingerprints: [],
    url: `https://mail.google.com/mail/u/0/#inbox/${id}`,
  };
}
