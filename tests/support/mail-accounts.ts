import type { ConsentProviderId } from '#shared/contract/mailbox.ts';
import { createGmailStandIn } from './gmail-api/index.ts';
import { createGraphStandIn } from './graph/index.ts';
import type { Metered } from './gmail-api/metering.ts';
import type { Authority } from './mail-oauth/authority.ts';
import type { MailFaults } from './mail-oauth/faults.ts';
import { writeMail } from './mail-team.ts';

interface MailOptions {
  readonly ageMs?: number;
  readonly threadId?: string;
  readonly isSpam?: boolean;
  readonly raw?: string | Buffer;
}

/** What a person and the world do to one mail account, whoever provides it. */
export interface Account {
  readonly address: string;
  deliver(options?: MailOptions): string;
  markRead(id: string): void;
  moveToTrash(id: string): void;
  takeBack(id: string): void;
  remove(id: string): void;
  /** What the provider remembers of changes ends here. */
  forgetChanges(): void;
  disable(isDisabled: boolean): void;
}

/** A mail provider's stand-in, as far as all of them are alike. */
export interface Provider {
  readonly id: ConsentProviderId;
  readonly settings: Readonly<Record<string, string>>;
  readonly authority: Authority;
  readonly faults: MailFaults;
  /** Ids of mails whose content was read, in order. */
  readonly reads: readonly string[];
  /** Every mail that went out, as it was handed over. */
  /** How many unsent drafts lie in a mailbox. */
  countDrafts(address: string): number;
  readonly sent: readonly { readonly from: string; readonly id: string; readonly raw: Buffer }[];
  /** What the stand-in calls listing mails, reading one, asking for changes, and sending. */
  readonly methods: Readonly<Record<'list' | 'read' | 'changes' | 'send', string>>;
  readonly readScope: string;
  readonly sendScope: string;
  add(address: string): Account;
  metered(address: string): Metered;
  /** Notifications go to the server of this public address from now on, reached at `at`. */
  notify(publicUrl: string, at?: string): void;
  weather(weather: { lost: number; repeated: number; random: () => number }): void;
  close(): Promise<void>;
}

interface ProviderOptions {
  readonly clockScale: number;
  readonly isPushed?: boolean;
}

async function createGmailProvider(options: ProviderOptions): Promise<Provider> {
  const standIn = await createGmailStandIn(options);
  return {
    id: 'gmail',
    settings: { ...standIn.settings, ...(options.isPushed !== false && standIn.pushSettings) },
    authority: standIn.authority,
    faults: standIn.faults,
    reads: standIn.reads,
    countDrafts: (address) =>
      [...standIn.mailbox(address).messages.values()].filter(({ labelIds }) => labelIds.includes('DRAFT')).length,
    sent: standIn.sent,
    methods: { list: 'messages.list', read: 'messages.get', changes: 'history.list', send: 'messages.send' },
    readScope: 'https://www.googleapis.com/auth/gmail.readonly',
    sendScope: 'https://www.googleapis.com/auth/gmail.send',
    metered: (address) => standIn.metered(address),
    notify: (publicUrl, at = publicUrl) => standIn.pushTo(publicUrl, at),
    weather: (weather) => {
      standIn.push.weather = weather;
    },
    close: () => standIn.close(),
    add: (address) => {
      const box = standIn.addMailbox(address);
      return {
        address,
        deliver: ({ ageMs = 0, threadId, isSpam = false, raw = writeMail(address) } = {}) =>
          box.deliver({
            raw,
            receivedAt: new Date(Date.now() - ageMs),
            labelIds: isSpam ? ['SPAM'] : ['INBOX', 'UNREAD'],
            ...(threadId !== undefined && { threadId }),
          }).id,
        markRead: (id) => box.markRead(id),
        moveToTrash: (id) => box.moveToTrash(id),
        takeBack: (id) => box.removeLabels(id, 'TRASH'),
        remove: (id) => box.remove(id),
        forgetChanges: () => box.forgetHistory(),
        disable: (isDisabled) => {
          box.isDisabled = isDisabled;
        },
      };
    },
  };
}

async function createGraphProvider(options: ProviderOptions): Promise<Provider> {
  const standIn = await createGraphStandIn(options);
  return {
    id: 'outlook',
    settings: standIn.settings,
    authority: standIn.authority,
    faults: standIn.faults,
    reads: standIn.reads,
    countDrafts: (address) => [...standIn.mailbox(address).messages.values()].filter(({ isDraft }) => isDraft).length,
    sent: standIn.sent,
    methods: { list: 'messages', read: 'value', changes: 'delta', send: 'send' },
    readScope: 'Mail.Read',
    sendScope: 'Mail.Send',
    metered: (address) => standIn.metered(address),
    // The server itself says where to, when it subscribes.
    notify: (publicUrl, at = publicUrl) => {
      standIn.subscriptions.reroute = (url) => url.replace(publicUrl, at);
    },
    weather: (weather) => {
      standIn.subscriptions.weather = weather;
    },
    close: () => standIn.close(),
    add: (address) => {
      const box = standIn.addMailbox(address);
      return {
        address,
        deliver: ({ ageMs = 0, threadId, isSpam = false, raw = writeMail(address) } = {}) =>
          box.deliver({
            raw,
            receivedAt: new Date(Date.now() - ageMs),
            folder: isSpam ? 'junkemail' : 'inbox',
            ...(threadId !== undefined && { conversationId: threadId }),
          }).id,
        markRead: (id) => box.markRead(id),
        moveToTrash: (id) => box.moveToTrash(id),
        takeBack: (id) => box.move(id, 'inbox'),
        remove: (id) => box.remove(id),
        forgetChanges: () => box.forgetDeltas(),
        disable: (isDisabled) => {
          box.isDisabled = isDisabled;
        },
      };
    },
  };
}

/** Every provider that there is a stand-in for. */
export const providers = { gmail: createGmailProvider, outlook: createGraphProvider } as const;
