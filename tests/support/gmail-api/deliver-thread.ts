import type { MailPerson } from '../mail-people.ts';
import type { MailMessage, MailThread } from '../mail-data.ts';
import { escapeHtml } from '../escape-html.ts';
import type { GmailMailbox } from './mailbox.ts';

const listPeople = (people: readonly MailPerson[]): string =>
  people.map(({ name, address }) => `${encodeWord(name)} <${address}>`).join(', ');

/** RFC 2047: a word that a header can't hold as it is. */
const encodeWord = (text: string): string =>
  /^[ -~]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

/** Delivers a thread of the company's mail into a mailbox, under the thread id that the page shows. */
export function deliverThread(mailbox: GmailMailbox, thread: MailThread): void {
  for (const [at, message] of thread.messages.entries()) {
    const earlier = thread.messages.slice(0, at).map(({ messageId }) => `<${messageId}>`);
    mailbox.deliver({
      raw: toMime(thread.subject, message, earlier),
      threadId: thread.id,
      receivedAt: new Date(message.sentAt),
      labelIds: message.from.address === mailbox.address ? ['SENT'] : ['INBOX'],
    });
  }
}

function toMime(subject: string, message: MailMessage, earlier: readonly string[]): string {
  const { from, to, cc, sentAt, messageId, text } = message;
  return [
    `From: ${listPeople([from])}`,
    `To: ${listPeople(to)}`,
    ...(cc.length === 0 ? [] : [`Cc: ${listPeople(cc)}`]),
    `Subject: ${encodeWord(subject)}`,
    `Date: ${new Date(sentAt).toUTCString()}`,
    `Message-ID: <${messageId}>`,
    ...(earlier.length === 0 ? [] : [`In-Reply-To: ${earlier.at(-1)}`, `References: ${earlier.join(' ')}`]),
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="either"',
    '',
    ...toPart('plain', text),
    ...toPart('html', `<div dir="ltr">${escapeHtml(text).replaceAll('\n', '<br>')}</div>`),
    '--either--',
    '',
  ].join('\r\n');
}

const toPart = (kind: 'plain' | 'html', text: string): string[] => [
  '--either',
  `Content-Type: text/${kind}; charset=utf-8`,
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(text).toString('base64'),
];
