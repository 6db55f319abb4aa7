import { mara, outsiders, toGmailId, type MailThread } from '#tests/support/mail-data.ts';

/** Threads of one message each, alike but for their numbers. */
export function createMailbox(count: number): MailThread[] {
  const customers = Object.values(outsiders);
  return Array.from({ length: count }, (_none, at) => {
    const subject = `Order ${1000 + at}: delivery in two parts`;
    const sentAt = new Date(Date.UTC(2026, 10, 2, 8, at)).toISOString();
    const id = toGmailId(sentAt, subject);
    const from = customers[at % customers.length] ?? mara;
    const text = 'Could the first half come on the 9th, and the rest two weeks later?';
    return {
      id,
      subject,
      labels: ['inbox'],
      isUnread: false,
      messages: [{ id, messageId: `${id}@${from.address.split('@')[1]}`, from, to: [mara], cc: [], sentAt, text }],
    };
  });
}
