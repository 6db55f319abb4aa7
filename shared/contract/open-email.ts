import { z } from 'zod';
import { Line } from './plain-text.ts';

/**
 * What a webmail adapter read from the page beside which the sidebar stands. It is a claim of that page: the limits
 * here are what the worker accepts of it, whatever the page holds.
 */

export const Webmail = z.enum(['gmail', 'outlook']);
export type Webmail = z.infer<typeof Webmail>;

const Address = Line(320);

/** A thread as the provider's API names it; a `gmail-client-thread` never has such a name and is never open. */
export const ThreadRef = z.object({
  kind: z.enum(['gmail-thread', 'gmail-client-thread', 'outlook-conversation', 'outlook-item']),
  id: z.string().min(1).max(600),
});
export type ThreadRef = z.infer<typeof ThreadRef>;

/**
 * `name` is as the page shows it (perhaps “me”); empty where only the address is shown. `address` is empty where the
 * page shows only a name, as Outlook often does.
 */
export const PagePerson = z.object({ name: Line(200), address: Address });
export type PagePerson = z.infer<typeof PagePerson>;

/** One message of the open thread, oldest first. Collapsed ones often show neither id nor recipients. */
export const PageMessage = z.object({
  /** As the provider's API writes it. */
  id: z.string().max(600).nullable(),
  from: PagePerson.nullable(),
  to: z.array(PagePerson).max(100),
  /** As the page shows it, in the page's language; null where it shows none. */
  date: Line(120).nullable(),
  /** ISO 8601, UTC, whole minutes. Null unless the shown date can be read in one way only. */
  dateUtc: z.iso.datetime().nullable(),
});
export type PageMessage = z.infer<typeof PageMessage>;

/** Why a page can't be read; each has its sentence in the sidebar. */
export const UnreadableReason = z.enum([
  /** The address names one thread and the page shows another, and stays so. */
  'address-and-page-disagree',
  /** Two places of the page name different threads. */
  'page-disagrees-with-itself',
  /** A thread is shown, but nothing on the page says which. */
  'thread-not-named',
  /** The page shows nothing that looks like a mail although its address names a thread. */
  'markup-changed',
  /** The page names no account, or several. */
  'account-unknown',
  /** Several mailboxes stand on the page, and it does not say whose the open mail is. */
  'several-mailboxes',
]);
export type UnreadableReason = z.infer<typeof UnreadableReason>;

const OpenThread = z.object({
  state: z.literal('open'),
  webmail: Webmail,
  thread: ThreadRef,
  /** Address of the webmail account, lower-case. */
  account: Address,
  subject: Line(500),
  messages: z.array(PageMessage).max(100),
  /** Everybody named in the messages, once each, senders first; the account's own address may be among them. */
  participants: z.array(PagePerson).max(200),
  /** Opens this thread in the webmail of whoever has that account. */
  url: z.url({ protocol: /^https$/ }).max(2000),
});

const NoThread = z.object({
  state: z.literal('none'),
  webmail: Webmail,
  account: Address.nullable(),
  /** What is shown instead: the webmail's own word for its view, such as `inbox`; null where it has none. */
  view: Line(100).nullable(),
});

/** A thread is on its way: address and page don't agree yet. Nothing of an earlier thread may be shown. */
const LoadingThread = z.object({ state: z.literal('loading'), webmail: Webmail, account: Address.nullable() });

const UnreadablePage = z.object({
  state: z.literal('unreadable'),
  webmail: Webmail,
  account: Address.nullable(),
  reason: UnreadableReason,
  /** The page's skeleton of tag and attribute names, for a report: no text, no addresses, no attribute values. */
  shape: z.string().max(60_000),
});

export const OpenEmail = z.discriminatedUnion('state', [OpenThread, NoThread, LoadingThread, UnreadablePage]);
export type OpenEmail = z.infer<typeof OpenEmail>;
export type OpenThread = z.infer<typeof OpenThread>;

/**
 * What an adapter tells of its page. A window with nothing but one mail in it may name no account; the worker then
 * looks whether it knows the mailbox that the thread's id belongs to.
 */
const SeenThread = OpenThread.extend({ account: Address.nullable() });
export type SeenThread = z.infer<typeof SeenThread>;
export const SeenEmail = z.discriminatedUnion('state', [SeenThread, NoThread, LoadingThread, UnreadablePage]);
export type SeenEmail = z.infer<typeof SeenEmail>;
