import type { Topics } from '#extension/messaging/protocol.ts';
import * as f from './fixtures.ts';
import { mailboxes } from './mailboxes.ts';
import { mailCard } from './mails.ts';
import { newMails, outgoingMails, prepared } from './outgoing.ts';
import { offline, type Scene, signedIn } from './scene.ts';
import { busyTalk, longTalk, markdownTalk, receiptsTalk } from './talks.ts';

const sidebar = (topics: Partial<Topics>, more: Partial<Scene> = {}): Scene => ({
  view: 'sidebar',
  topics: { ...signedIn, ...topics },
  ...more,
});
const thread = (
  change: Parameters<typeof f.correspondence>[0],
  topics: Partial<Topics> = {},
  tab: Parameters<typeof f.tab>[0] = {},
): Scene => sidebar({ tab: f.tab({ correspondence: f.correspondence(change), ...tab }), ...topics });
const pressing = (scene: Scene, ...press: string[]): Scene => ({ ...scene, press });
const draft = (change: object) => ({
  'draft:t1': { text: '', picked: [], files: [], visibility: 'team', channelId: null, channelName: null, ...change },
});
const none = { state: 'none', webmail: 'gmail', account: f.mara.email, view: 'inbox' } as const;
const people = (writing: boolean) =>
  ({
    discussionId: f.id(100),
    people: [f.mara, f.tom, f.priya].map(({ id, name, pictureUrl }) => ({
      id,
      name,
      pictureUrl,
      writing: writing && name.startsWith('Tom'),
    })),
  }) as never;
const sunny = {
  correspondenceId: null,
  contacts: [],
  companies: [],
  teammateAddresses: [f.addressHashes[1]?.hash ?? '', f.addressHashes[3]?.hash ?? ''],
};

/** The sidebar in its states. */
export const sidebarScenes: Record<string, Scene> = {
  busy: thread({ discussion: busyTalk(), presence: people(true) }),
  'contact-open': pressing(
    thread({ discussion: busyTalk(), presence: people(false) }),
    'section button[aria-expanded]',
  ),
  'mail-shut': thread({ discussion: busyTalk(), mail: mailCard() }),
  mail: {
    ...pressing(thread({ discussion: busyTalk(), mail: mailCard() }), '[aria-expanded]:has(.lucide-mail)'),
    problems: { 'outgoing.list': 'The server did not answer.' },
  },
  'mail-sent': pressing(
    thread({ discussion: busyTalk(), mail: mailCard() }),
    '[aria-expanded]:has(.lucide-mail)',
    'li:nth-last-child(2) > [aria-expanded]',
    'li:nth-last-child(2) button:has(.lucide-layout-template)',
    'li:last-child button:has(.lucide-layout-template)',
  ),
  answer: pressing(
    thread({ discussion: busyTalk(), mail: mailCard() }),
    '[aria-expanded]:has(.lucide-mail)',
    'button:has(.lucide-reply)',
  ),
  'answer-outsider': {
    ...pressing(
      thread({ discussion: busyTalk(), mail: mailCard() }),
      '[aria-expanded]:has(.lucide-mail)',
      'button:has(.lucide-reply)',
    ),
    answers: { 'outgoing.prepare': { ...prepared, insiders: ['jack@brightwater.example'] } },
  },
  'answer-later': pressing(
    thread({ discussion: busyTalk(), mail: mailCard() }),
    '[aria-expanded]:has(.lucide-mail)',
    'button:has(.lucide-reply)',
    'section[aria-labelledby] button[aria-haspopup=dialog]:has(.lucide-chevron-down)',
  ),
  'new-mail': pressing(sidebar({ tab: f.tab({ email: none }) }), 'header button:has(.lucide-pen-line)'),
  'new-mails': {
    ...pressing(sidebar({ tab: f.tab({ email: none }) }), '[role=tab]:last-of-type'),
    answers: { 'outgoing.list': newMails },
  },
  'template-picker': pressing(
    thread({ discussion: busyTalk(), mail: mailCard() }),
    '[aria-expanded]:has(.lucide-mail)',
    'button:has(.lucide-reply)',
    'section button:has(.lucide-layout-template)',
  ),
  'template-gaps': pressing(
    thread({ discussion: busyTalk(), mail: mailCard() }),
    '[aria-expanded]:has(.lucide-mail)',
    'button:has(.lucide-reply)',
    'section button:has(.lucide-layout-template)',
    '[role=option]',
  ),
  outgoing: {
    ...pressing(thread({ discussion: busyTalk(), mail: mailCard() }), '[aria-expanded]:has(.lucide-mail)'),
    answers: { 'outgoing.list': outgoingMails },
  },
  'mail-bare': thread({ mail: mailCard({ assignee: null, tags: [], state: 'waiting', emailCount: 1 }) }),
  'mailbox-lost': thread({ discussion: busyTalk(), mail: mailCard() }, { mailboxes }),
  'mail-viewer': thread(
    { discussion: busyTalk(), mail: mailCard({ state: 'closed' }) },
    { session: f.session('viewer') },
  ),
  receipts: thread({ discussion: receiptsTalk() }),
  markdown: thread({ discussion: markdownTalk() }),
  long: thread({ discussion: longTalk(2000) }),
  empty: thread({}),
  'empty-private': sidebar(
    { tab: f.tab() },
    { storage: draft({ text: 'Could you look at the margin here?', visibility: 'private' }) },
  ),
  'empty-no-chat': thread({ chat: { connected: false, channelName: null, problem: null } }),
  unknown: thread(sunny as never),
  join: thread({
    correspondenceId: null,
    joinOffer: { discussionId: f.id(130), startedBy: 'Priya Nair', startedAt: f.ago(130), messageCount: 4 } as never,
  }),
  draft: sidebar(
    { tab: f.tab({ correspondence: f.correspondence({ discussion: busyTalk() }) }) },
    {
      storage: draft({
        text: 'Thanks @Tom Okafor, two things:\n\n- serials 20-1187 and 20-1188 come back\n- I tell Jack **today**',
        picked: [{ id: f.tom.id, name: f.tom.name }],
        files: [{ fileId: f.id(1), name: 'calibration-2026-11.pdf', size: 482_133 }],
      }),
    },
  ),
  'too-long': sidebar(
    { tab: f.tab({ correspondence: f.correspondence({ discussion: busyTalk() }) }) },
    { storage: draft({ text: 'word '.repeat(2500) }) },
  ),
  private: thread({ discussion: { ...busyTalk(), visibility: 'private' } }),
  'link-problem': thread({
    discussion: f.discussion(busyTalk().messages, {
      link: {
        id: f.id(400),
        channelId: 'C1',
        channelName: 'customers',
        threadUrl: null,
        problem: '#customers was archived in Slack. Unarchive it or choose another channel; messages wait until then.',
      } as never,
    }),
  }),
  offline: thread(
    { discussion: busyTalk() },
    { connection: offline },
    {
      queued: [
        f.queued('I tell Jack that we swap all four before the 27th.'),
        f.queued('And this one the server refused', { problem: 'The discussion was deleted by Priya Nair.' }),
      ],
    },
  ),
  viewer: thread({ discussion: busyTalk() }, { session: f.session('viewer') }),
  list: sidebar({ tab: f.tab({ email: none, threadKey: null, correspondence: null }) }),
  inbox: pressing(
    sidebar({ tab: f.tab({ email: none, threadKey: null, correspondence: null }) }),
    '[role=tab] + [role=tab]',
  ),
  'empty-list': sidebar({
    tab: f.tab({ email: none, threadKey: null, correspondence: null }),
    inbox: { cards: [], fetchedAt: 0 },
  }),
  unreadable: sidebar({
    tab: f.tab({
      email: { state: 'unreadable', webmail: 'gmail', account: null, reason: 'markup-changed', shape: '' },
      threadKey: null,
      correspondence: null,
    }),
  }),
  'outlook-no-account': sidebar({
    tab: f.tab({
      email: { state: 'unreadable', webmail: 'outlook', account: null, reason: 'account-unknown', shape: '' },
      threadKey: null,
      correspondence: null,
    }),
  }),
  loading: sidebar({ tab: f.tab({ correspondence: null, fetchedAt: null }) }),
  snapshot: sidebar(
    { tab: f.tab({ correspondence: null, fetchedAt: null }) },
    { storage: { 'snapshot:t1': { correspondence: f.correspondence({ discussion: busyTalk() }), fetchedAt: 0 } } },
  ),
  opening: sidebar({
    tab: f.tab({
      email: { state: 'loading', webmail: 'gmail', account: f.mara.email },
      threadKey: null,
      correspondence: null,
    }),
  }),
  'signed-out': sidebar({ tab: f.tab(), session: { state: 'signed-out', reason: null, isSigningIn: false } }),
  'signed-out-by': sidebar({
    tab: f.tab(),
    session: { state: 'signed-out', reason: 'This browser was signed out from another device.', isSigningIn: false },
  }),
  'ask-account': sidebar({ tab: f.tab({ choice: 'unasked', email: null, threadKey: null, correspondence: null }) }),
  collapsed: sidebar({
    tab: f.tab({
      overlay: { width: 340, collapsed: true },
      correspondence: f.correspondence({ discussion: busyTalk() }),
    }),
  }),
  'tab-problem': thread(
    {},
    {},
    { problem: 'The server could not be read: it answered with an error. What was saved is shown.' },
  ),
};
