import type { ChatStatus } from '#shared/contract/chat.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { AssignmentView } from '#shared/contract/notification.ts';
import type { OpenEmail, UnreadableReason } from '#shared/contract/open-email.ts';
import type { SessionView, Teammate } from '#shared/contract/person.ts';
import type { AccountChoice, OverlaySettings } from './page-requests.ts';

/** Whether the server answers. `since` (epoch ms): when it was last heard. `updated`: this document is of an older version. */
export type Connection =
  | { state: 'online' }
  | { state: 'connecting' }
  | { state: 'updated' }
  | { state: 'offline'; since: number; reason: string };

/** A file that the server holds for a message. `size` in bytes. */
export interface AttachedFile {
  fileId: string;
  name: string;
  size: number;
}

/** A message that this browser has not yet handed to the server. */
export interface QueuedMessage {
  messageId: string;
  discussionId: string | null;
  /** Key of the thread it belongs to (see TabView.threadKey). */
  threadKey: string | null;
  body: string;
  files: readonly AttachedFile[];
  createdAt: number;
  /** Null while it waits; a sentence when the server refused it for good. */
  problem: string | null;
}

/** What a sidebar shows for its tab. `threadKey` changes with the thread; drafts are kept under it. */
export interface TabView {
  dark: boolean;
  overlay: OverlaySettings;
  choice: AccountChoice;
  account: string | null;
  email: OpenEmail | null;
  threadKey: string | null;
  /** Null until known; `fetchedAt` (epoch ms) says how old the cached copy is. */
  correspondence: CorrespondenceView | null;
  fetchedAt: number | null;
  /** Keyed hash of every participant's address, in the order of the mail, to match contacts with people. */
  addressHashes: { address: string; hash: string; domainHash: string | null }[];
  queued: QueuedMessage[];
  /** A sentence when the thread could not be read from the server. */
  problem: string | null;
}

/** What a webmail's adapter sees of one tab. */
export interface PageView {
  tabId: number;
  origin: string;
  account: string | null;
  choice: AccountChoice;
  state: OpenEmail['state'] | 'starting';
  subject: string | null;
  messages: number;
  people: number;
  reason: UnreadableReason | null;
}

/** What can be watched; the worker sends the whole value at once and again whenever it changes. */
export interface Topics {
  /** `reason`: a sentence when it was not this person who signed out here. */
  session:
    | { state: 'signed-out'; reason: string | null; isSigningIn: boolean }
    | { state: 'signed-in'; session: SessionView; teamId: string; serverUrl: string };
  connection: Connection;
  tab: TabView;
  /** When the server last told of a change in some correspondence (epoch ms); lists are read again then. */
  correspondences: { changedAt: number };
  /** When the server last told of a message in some discussion (epoch ms): one that is not cached is read again then. */
  discussions: { changedAt: number };
  /** Every webmail tab, and every site with its switch. */
  pages: { tabs: PageView[]; sites: { origin: string; on: boolean }[] };
  /** My discussions, unread first. */
  inbox: { cards: DiscussionCard[]; fetchedAt: number | null };
  /** What I have to answer and have not read, the newest first. */
  assignments: AssignmentView[];
  teammates: Teammate[];
  chat: ChatStatus | null;
  /** My connected mailboxes; null until the server was asked once. */
  mailboxes: Mailbox[] | null;
}
export type Topic = keyof Topics;
