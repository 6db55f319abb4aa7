import type { ApiToken, CreateApiToken } from '#shared/contract/api-token.ts';
import type { ChatChannel, ChatPerson, ChatStatus } from '#shared/contract/chat.ts';
import type { UpdateContact } from '#shared/contract/contact.ts';
import type {
  ChangeCorrespondence,
  CorrespondenceDetail,
  CorrespondencePage,
  EmailReason,
  ListCorrespondences,
} from '#shared/contract/correspondence-list.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { DiscussionCard, Message, Visibility } from '#shared/contract/discussion.ts';
import type { FailedMail, Mailbox, MailProviderId } from '#shared/contract/mailbox.ts';
import type { OpenEmail, SeenEmail, UnreadableReason, Webmail } from '#shared/contract/open-email.ts';
import type { SelectorUpdate } from '#shared/contract/selector-update.ts';
import type { LossKind, WebmailLoss } from '#shared/contract/webmail-loss.ts';
import type { NotificationSettings } from '#shared/contract/notification.ts';
import type { Device, Invitation, Role, SessionView, Teammate } from '#shared/contract/person.ts';
import type { ProblemView } from '#shared/contract/problem.ts';
import type {
  ConfirmSharing,
  PreviewSharing,
  SharingCount,
  SharingView,
  ShareThread,
} from '#shared/contract/sharing.ts';
import type { AddActivity, ReadTimeline, TimelinePage } from '#shared/contract/timeline.ts';

/**
 * The only bridge between page (content script), view (our own frames) and worker. Each message names who may send
 * it; the worker checks the sender before it looks at anything else. Requests are answered with a Result; what views
 * show comes by watching topics on a port.
 */
export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: ProblemView };

/** Where an account stands: nobody asked yet, switched on, or declined by its user. */
export type AccountChoice = 'unasked' | 'on' | 'off';

/** What one page is missing, with the date of the selectors in use. */
export interface PageLosses {
  webmail: Webmail;
  selectors: string;
  kinds: LossKind[];
}

export interface OverlaySettings {
  width: number;
  collapsed: boolean;
}

/** What the overlay says itself, in the chosen language: a content script can't read the choice. */
export interface OverlayTexts {
  /** Label of the strip by which the sidebar is made wider. */
  width: string;
  /** What remains to be said once the extension was updated under the page, and the label that takes it away. */
  updated: string;
  dismiss: string;
}

/** Every request: what it carries, what it answers, who may send it. */
export interface Requests {
  /** A content script has started. The nonce pairs this tab's one frame with it, once. */
  'page.hello': {
    from: 'page';
    input: { url: string; account: string | null };
    output: {
      choice: AccountChoice;
      nonce: string;
      settings: OverlaySettings;
      texts: OverlayTexts;
      selectors: SelectorUpdate | null;
    };
  };
  'page.email': { from: 'page'; input: SeenEmail; output: null };
  /** What the canary or the adapter misses on a page: counted without saying whose. */
  'page.losses': { from: 'page'; input: PageLosses; output: null };
  'page.theme': { from: 'page'; input: { dark: boolean }; output: null };
  'page.layout': { from: 'page'; input: OverlaySettings; output: null };

  /** A frame shows its nonce and learns that it stands in a tab's overlay; refused otherwise. */
  'view.pair': { from: 'view'; input: { nonce: string }; output: { tabId: number } };
  /** Every webmail account that this browser's user has decided on. */
  'account.list': { from: 'view'; input: null; output: { account: string; choice: 'on' | 'off' }[] };
  /** A sidebar decides on its tab's account, the options page on one that was decided before. */
  'account.choose': { from: 'view'; input: { account: string; choice: 'on' | 'off' }; output: null };
  /** Opens a webmail, with the word that the account which shows there may be used. */
  'welcome.open-webmail': { from: 'view'; input: { url: string }; output: null };
  /** Switches Sidethread on or off on a whole webmail, by its origin. */
  'site.set': { from: 'view'; input: { origin: string; on: boolean }; output: null };
  'overlay.set': { from: 'view'; input: Partial<OverlaySettings>; output: null };
  'overlay.focus-mail': { from: 'view'; input: null; output: null };
  /** Opens a thread in this tab's webmail (or a new tab when there is none). */
  'overlay.navigate': { from: 'view'; input: { url: string }; output: null };

  /** Someone is about to be asked whether we may reach this server; once they allow it, sign-in goes on by itself. */
  'session.expect': { from: 'view'; input: { serverUrl: string }; output: null };
  'session.sign-in': { from: 'view'; input: { serverUrl: string }; output: SessionView };
  'session.sign-out': { from: 'view'; input: null; output: null };
  'session.choose-team': { from: 'view'; input: { teamId: string }; output: null };

  /**
   * Posts on the tab's open thread (`discussionId` null) or on a discussion. Answered once it is safely queued.
   * `threadKey`: the thread beside which it was written, null for a discussion without its mail; refused when the tab
   * has moved on to another thread and the message needs the mail that was open.
   */
  'message.post': {
    from: 'view';
    input: {
      messageId: string;
      threadKey: string | null;
      discussionId: string | null;
      body: string;
      mentions: string[];
      visibility: Visibility;
      channelId: string | null;
      files: AttachedFile[];
    };
    output: null;
  };
  'message.edit': { from: 'view'; input: { discussionId: string; messageId: string; body: string }; output: null };
  'message.delete': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  'message.restore': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  'message.react': {
    from: 'view';
    input: { discussionId: string; messageId: string; emoji: string; on: boolean };
    output: null;
  };
  /** Sends again what failed or is unknown: only ever on a person's word. */
  'message.retry': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  /** Takes back what is still queued here and never reached the server. */
  'message.discard': { from: 'view'; input: { messageId: string }; output: null };
  'file.upload': {
    from: 'view';
    input: { name: string; contentType: string; base64: string };
    output: { fileId: string };
  };

  'discussion.read': { from: 'view'; input: { discussionId: string; seq: number }; output: null };
  'discussion.unread': { from: 'view'; input: { discussionId: string; seq: number }; output: null };
  'discussion.follow': { from: 'view'; input: { discussionId: string; on: boolean }; output: null };
  'discussion.mute': { from: 'view'; input: { discussionId: string; on: boolean }; output: null };
  'discussion.delete': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.restore': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.history': {
    from: 'view';
    input: { discussionId: string; beforeSeq: number };
    output: { messages: Message[]; hasOlder: boolean };
  };
  'discussion.set-channel': { from: 'view'; input: { discussionId: string; channelId: string }; output: null };
  'discussion.invite': { from: 'view'; input: { discussionId: string; userIds: string[] }; output: null };
  /** `threadKey`: the thread whose mail joins; refused when the tab shows another by now. */
  'discussion.join': { from: 'view'; input: { discussionId: string; threadKey: string }; output: null };
  'discussion.refuse-join': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.search': { from: 'view'; input: { query: string }; output: DiscussionCard[] };

  'correspondence.list': { from: 'view'; input: ListCorrespondences; output: CorrespondencePage };
  /** A correspondence's e-mails as they were read last, null when they never were. */
  'correspondence.cached': { from: 'view'; input: { correspondenceId: string }; output: CorrespondenceDetail | null };
  /** Reads the newest e-mails, or those before what is cached, and answers all that is cached then. */
  'correspondence.read': {
    from: 'view';
    input: { correspondenceId: string; older: boolean };
    output: CorrespondenceDetail;
  };
  'correspondence.change': { from: 'view'; input: ChangeCorrespondence; output: null };
  /** Why each e-mail is where it is, strongest reason first. */
  'correspondence.explain': { from: 'view'; input: { correspondenceId: string }; output: EmailReason[] };
  /** Both by hand; the word that is answered takes it back. */
  'correspondence.merge': {
    from: 'view';
    input: { correspondenceId: string; otherId: string };
    output: { wordId: string };
  };
  'correspondence.split': {
    from: 'view';
    input: { correspondenceId: string; emailIds: string[] };
    output: { wordId: string };
  };
  'correspondence.undo': { from: 'view'; input: { wordId: string }; output: null };
  'correspondence.mark': { from: 'view'; input: { correspondenceId: string; unread: boolean }; output: null };

  'activity.timeline': { from: 'view'; input: ReadTimeline; output: TimelinePage };
  'activity.add': { from: 'view'; input: AddActivity; output: null };
  'activity.remove': { from: 'view'; input: { id: string }; output: null };
  /** Undo of removing. */
  'activity.restore': { from: 'view'; input: { id: string }; output: null };

  'contact.save': { from: 'view'; input: { id: string; name: string; address: string }; output: null };
  /** Undo of saving. */
  'contact.remove': { from: 'view'; input: { id: string }; output: null };
  'contact.update': { from: 'view'; input: UpdateContact; output: null };

  'presence.beat': { from: 'view'; input: { discussionId: string; state: 'open' | 'writing' | 'gone' }; output: null };

  'chat.channels': { from: 'view'; input: null; output: ChatChannel[] };
  'chat.people': { from: 'view'; input: null; output: ChatPerson[] };
  'chat.install': { from: 'view'; input: null; output: null };
  'chat.disconnect': { from: 'view'; input: null; output: null };
  'chat.link-me': { from: 'view'; input: null; output: null };
  'chat.unlink-me': { from: 'view'; input: null; output: null };
  'chat.set-default-channel': { from: 'view'; input: { channelId: string }; output: null };

  /** Opens the provider's consent page in a window. `mailboxId`: connects a known mailbox again. */
  'mailbox.connect': { from: 'view'; input: { provider: MailProviderId; mailboxId: string | null }; output: null };
  'mailbox.pause': { from: 'view'; input: { mailboxId: string; on: boolean }; output: null };
  'mailbox.check': { from: 'view'; input: { mailboxId: string }; output: null };
  'mailbox.failed': { from: 'view'; input: { mailboxId: string }; output: FailedMail[] };
  'mailbox.retry-failed': { from: 'view'; input: { mailboxId: string }; output: null };
  'mailbox.disconnect': { from: 'view'; input: { mailboxId: string; keepShared: boolean }; output: null };
  'sharing.get': { from: 'view'; input: { mailboxId: string }; output: SharingView };
  /** What the team would see under these rules. Changes nothing. */
  'sharing.preview': { from: 'view'; input: PreviewSharing; output: SharingCount };
  /** Puts the rules in force, if what they share is still what was shown. */
  'sharing.confirm': { from: 'view'; input: ConfirmSharing; output: SharingView };
  'sharing.share-thread': { from: 'view'; input: ShareThread; output: null };

  'team.members': { from: 'view'; input: null; output: { members: Teammate[]; invitations: Invitation[] } };
  'team.invite': { from: 'view'; input: { email: string; role: Role }; output: Invitation };
  'team.cancel-invitation': { from: 'view'; input: { id: string }; output: null };
  'team.set-role': { from: 'view'; input: { userId: string; role: Role }; output: null };
  'team.remove-member': { from: 'view'; input: { userId: string }; output: null };
  'team.leave': { from: 'view'; input: null; output: null };
  'team.rename': { from: 'view'; input: { name: string }; output: null };
  'notification.settings': { from: 'view'; input: null; output: NotificationSettings };
  'notification.set-settings': { from: 'view'; input: NotificationSettings; output: NotificationSettings };
  'team.set-presence': { from: 'view'; input: { enabled: boolean }; output: null };
  'api-token.list': { from: 'view'; input: null; output: ApiToken[] };
  /** The secret is answered this once. */
  'api-token.create': { from: 'view'; input: CreateApiToken; output: ApiToken & { token: string } };
  'api-token.revoke': { from: 'view'; input: { id: string }; output: null };
  'device.list': { from: 'view'; input: null; output: Device[] };
  'device.revoke': { from: 'view'; input: { id: string }; output: null };
  /** How often pages could not be read in the last weeks, for the team's admins. */
  'webmail.losses': { from: 'view'; input: null; output: WebmailLoss[] };
  /** The shape of the tab's page without any mail text, for a report. */
  'report.page-shape': { from: 'view'; input: null; output: { shape: string } };
}

export type RequestName = keyof Requests;
export type Input<Name extends RequestName> = Requests[Name]['input'];
export type Output<Name extends RequestName> = Requests[Name]['output'];

/** From the worker to a tab's content script. */
export type OverlayCommand =
  | { kind: 'set'; settings: Partial<OverlaySettings> }
  | { kind: 'focus-mail' }
  | { kind: 'navigate'; url: string }
  | { kind: 'selectors'; selectors: SelectorUpdate | null }
  | { kind: 'choice'; choice: AccountChoice };

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
  /** Every webmail tab, and every site with its switch. */
  pages: { tabs: PageView[]; sites: { origin: string; on: boolean }[] };
  /** My discussions, unread first. */
  inbox: { cards: DiscussionCard[]; fetchedAt: number | null };
  teammates: Teammate[];
  chat: ChatStatus | null;
  /** My connected mailboxes; null until the server was asked once. */
  mailboxes: Mailbox[] | null;
}
export type Topic = keyof Topics;

/** On a port named `watch`: the view names topics, the worker pushes values. A view reconnects when the port closes. */
export type WatchRequest = { watch: Topic };
export type WatchUpdate = { [Name in Topic]: { topic: Name; value: Topics[Name] } }[Topic];
