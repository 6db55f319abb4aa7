import { OutgoingMail, PreparedAnswer } from '#shared/contract/outgoing-mail.ts';
import { ago, id, mara, tom } from './fixtures.ts';

const jack = { name: 'Jack Reyes', address: 'jack@brightwater.example' };
const support = { id: id(801), address: 'support@larkfield.example', maySend: true, signature: '', aliases: [] };

export const prepared = PreparedAnswer.parse({
  mailboxes: [
    { id: id(800), address: mara.email, maySend: true, signature: 'Mara Lindqvist\n**Larkfield Meters**', aliases: [] },
    support,
  ],
  mailboxId: id(800),
  fromAddress: null,
  to: [jack],
  cc: [{ name: 'Ines Costa', address: 'ines@brightwater.example' }],
  subject: 'Re: Four meters drift after the frost',
  quote:
    'On 20 Nov 2026, 09:12 UTC, Jack Reyes wrote:\n> All four drift by the same amount, see the log.\n>\n> Can you swap them before the 27th?',
  files: [],
  ownDomains: ['larkfield.example'],
  insiders: [jack.address, 'ines@brightwater.example'],
});

const person = ({ id: userId, name }: { id: string; name: string }) => ({ id: userId, name });

const mail = (number: number, change: object): OutgoingMail =>
  OutgoingMail.parse({
    id: id(900 + number),
    kind: 'reply',
    emailId: id(603),
    correspondenceId: id(101),
    mailboxId: id(800),
    to: [jack],
    cc: [],
    bcc: [],
    subject: prepared.subject,
    body: 'Hi Jack,\n\nwe swap all four on Wednesday.\n\nMara',
    withQuote: true,
    files: [],
    from: mara.email,
    author: person(mara),
    editor: person(mara),
    state: 'queued',
    isUnderWay: false,
    problem: null,
    sendAt: null,
    dueAt: null,
    sentAt: null,
    sentEmailId: null,
    history: [{ at: ago(1), state: 'draft', by: person(mara), problem: null }],
    version: 1,
    updatedAt: ago(1),
    ...change,
  });

const bounce =
  'It came back: jack@brightwater.example did not get it. The mail server said: 550 5.1.1 No such user here';
const failure = 'Google ended this mailbox’s access. Connect it again. The e-mail was not sent and is kept.';

const refusal = 'mail.brightwater.example takes no mail for ines@brightwater.example.';

/** One in every state. */
export const outgoingMails: OutgoingMail[] = [
  mail(1, {}),
  mail(2, {
    state: 'failed',
    problem: failure,
    history: [
      { at: ago(9), state: 'draft', by: person(mara), problem: null },
      { at: ago(8), state: 'queued', by: person(mara), problem: null },
      { at: ago(7), state: 'failed', by: null, problem: failure },
    ],
  }),
  mail(3, {
    state: 'unknown',
    problem: 'Gmail did not answer. It is not known whether this e-mail went out: check your Sent folder.',
  }),
  mail(4, { state: 'draft', author: person(tom), editor: person(tom), body: 'Hi Jack, about the log:' }),
  mail(5, {
    state: 'failed',
    problem: bounce,
    sentAt: ago(4),
    bouncedAt: ago(3),
    links: [{ kind: 'case', recordId: '4711' }],
  }),
  mail(6, { state: 'sent', sentAt: ago(2), sentEmailId: id(603), problem: refusal }),
];

const later = new Date(Date.now() + 16 * 60 * 60_000).toISOString();

/** New mails that belong to no correspondence yet. */
export const newMails: OutgoingMail[] = [
  mail(10, { kind: 'new', emailId: null, correspondenceId: null, subject: 'Meters for spring', sendAt: later }),
];
