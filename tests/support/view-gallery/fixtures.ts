import type { QueuedMessage, TabView } from '#extension/messaging/protocol.ts';
import { Contact } from '#shared/contract/contact.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion, DiscussionCard, Message, Receipt } from '#shared/contract/discussion.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';
import type { Author } from '#shared/contract/person.ts';
import { ago, day, hash, id, mara, tom } from './people.ts';

export * from './people.ts';
export * from './settings.ts';

const jackAddress = 'jack.daniels@brightwater.example';
const inesAddress = 'ines.carvalho@brightwater.example';

export const mail: OpenThread = {
  state: 'open',
  webmail: 'gmail',
  thread: { kind: 'gmail-thread', id: '17b91b7e122902d2' },
  account: mara.email,
  subject: 'Flow meters drift after the firmware update',
  messages: [
    {
      id: 'm1',
      from: { name: 'Jack Daniels', address: jackAddress },
      to: [{ name: 'me', address: mara.email }],
      date: 'Nov 17',
      dateUtc: null,
    },
  ],
  participants: [
    { name: 'Jack Daniels', address: jackAddress },
    { name: 'me', address: mara.email },
    { name: 'Inês Carvalho', address: inesAddress },
    { name: 'Tom Okafor', address: tom.email },
  ],
  url: 'https://mail.google.com/mail/u/0/#inbox/FMfcgzGkbDWztBnnCgRHzjrvmFqLtcJD',
};

export const addressHashes: TabView['addressHashes'] = [jackAddress, mara.email, inesAddress, tom.email].map(
  (address, index) => ({
    address,
    hash: hash(index + 1),
    domainHash: address.endsWith('brightwater.example') ? hash(70) : hash(71),
  }),
);

export const brightwater = { id: id(300), name: 'Brightwater Utilities', domain: 'brightwater.example' };
export const jack = Contact.parse({
  id: id(200),
  name: 'Jack Daniels',
  addresses: [{ address: jackAddress, hash: hash(1) }],
  company: brightwater,
  owner: { id: tom.id, name: tom.name },
  status: 'customer',
  fields: { Phone: '+44 161 555 0144', Site: 'Pumping station 4, Salford', 'Contract ends': 'March 2027' },
  newestActivity: { kind: 'edited', at: ago(3 * day), actorName: 'Priya Nair', summary: 'Site' },
  pictureUrl: null,
  version: 3,
  updatedAt: ago(3 * day),
});

export const delivered: Receipt = {
  linkId: id(400),
  state: 'delivered',
  url: 'https://larkfield.slack.com/archives/C1/p1',
  reason: null,
  retryAt: null,
} as Receipt;
export const receipt = (change: Partial<Receipt>): Receipt => ({ ...delivered, url: null, ...change });

let messageNumber = 0;
export function message(author: Author, body: string, minutes: number, change: Partial<Message> = {}): Message {
  messageNumber += 1;
  return {
    id: id(1000 + messageNumber),
    discussionId: id(100),
    seq: messageNumber,
    version: 1,
    author,
    body,
    origin: 'sidethread',
    createdAt: ago(minutes),
    editedAt: null,
    deletedAt: null,
    reactions: [],
    files: [],
    receipt: delivered,
    ...change,
  } as Message;
}

/** A discussion with the given messages, all read unless told otherwise. */
export function discussion(messages: Message[], change: Partial<Discussion> = {}): Discussion {
  const lastSeq = messages.reduce((highest, { seq }) => Math.max(highest, seq), 0);
  return {
    id: id(100),
    correspondenceId: id(101),
    subject: mail.subject,
    visibility: 'team',
    startedBy: 'Tom Okafor',
    createdAt: messages[0]?.createdAt ?? ago(10),
    deletedAt: null,
    memberIds: [mara.id, tom.id],
    following: true,
    muted: false,
    lastReadSeq: lastSeq,
    lastSeq,
    link: {
      id: id(400),
      channelId: 'C1',
      channelName: 'customers',
      threadUrl: 'https://larkfield.slack.com/archives/C1/p0',
      problem: null,
    },
    messages,
    hasOlder: false,
    version: 1,
    ...change,
  } as Discussion;
}

export const correspondence = (change: Partial<CorrespondenceView> = {}): CorrespondenceView =>
  ({
    correspondenceId: id(101),
    contacts: [jack],
    companies: [{ domain: hash(70), company: brightwater }],
    teammateAddresses: [hash(2), hash(4)],
    mail: null,
    discussion: null,
    joinOffer: null,
    presence: null,
    chat: { connected: true, channelName: 'customers', problem: null },
    ...change,
  }) as CorrespondenceView;

export const queued = (body: string, change: Partial<QueuedMessage> = {}): QueuedMessage => ({
  messageId: id(9000 + body.length),
  discussionId: id(100),
  threadKey: 't1',
  body,
  createdAt: Date.now() - 40_000,
  problem: null,
  files: [],
  ...change,
});

export const tab = (change: Partial<TabView> = {}): TabView => ({
  dark: false,
  overlay: { width: 340, collapsed: false },
  choice: 'on',
  account: mara.email,
  email: mail,
  threadKey: 't1',
  correspondence: correspondence(),
  fetchedAt: Date.now(),
  addressHashes,
  queued: [],
  problem: null,
  ...change,
});

const card = (number: number, change: Partial<DiscussionCard>): DiscussionCard =>
  ({
    id: id(700 + number),
    correspondenceId: id(800 + number),
    subject: 'Flow meters drift after the firmware update',
    senderName: 'Jack Daniels',
    visibility: 'team',
    lastMessage: { authorName: 'Tom', preview: 'I can take the call at three.', at: ago(4) },
    unread: 0,
    muted: false,
    following: true,
    webmailUrl: mail.url,
    ...change,
  }) as DiscussionCard;

export const cards: DiscussionCard[] = [
  card(1, { unread: 3 }),
  card(2, {
    subject: 'Angebot 2026-0481: Wartungsvertrag',
    senderName: 'Nora Feldmann',
    unread: 1,
    lastMessage: {
      authorName: 'Priya',
      preview: 'Three years is fine if they take the calibration as well, then we can go to 8 %',
      at: ago(95),
    },
  }),
  card(3, {
    subject: 'استفسار عن أجهزة القياس',
    senderName: 'عمر حداد',
    lastMessage: { authorName: 'Tom', preview: 'نعم، يمكننا الشحن', at: ago(day + 40) },
  }),
  card(4, {
    subject: 'Re: Re: Delivery for the Porto plant, second attempt with the right address this time',
    senderName: 'Inês Carvalho',
    visibility: 'private',
    lastMessage: { authorName: 'Mara', preview: 'Only between us: margin is already thin here.', at: ago(3 * day) },
  }),
  card(5, {
    subject: 'Invoice 88213',
    senderName: 'Luca Moretti',
    muted: true,
    unread: 12,
    webmailUrl: null,
    lastMessage: { authorName: 'Ben', preview: 'Paid.', at: ago(20 * day) },
  }),
];
