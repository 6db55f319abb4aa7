import type { PageView, Topics } from '#extension/messaging/protocol.ts';
import type { ApiToken } from '#shared/contract/api-token.ts';
import type { ChatChannel, ChatPerson, ChatStatus } from '#shared/contract/chat.ts';
import type { Device, Invitation } from '#shared/contract/person.ts';
import { ago, day, id, mara, tom } from './people.ts';

export const channels: ChatChannel[] = [
  { id: 'C1', name: 'customers', isPrivate: false, problem: null },
  { id: 'C2', name: 'deals', isPrivate: false, problem: null },
  { id: 'C3', name: 'leadership', isPrivate: true, problem: 'Invite @Sidethread to this channel first.' },
  {
    id: 'C4',
    name: 'ext-brightwater',
    isPrivate: false,
    problem: 'People from outside are in this channel. Choose another.',
  },
];

export const chat: ChatStatus = {
  available: true,
  installation: {
    id: id(600),
    workspaceName: 'Larkfield',
    state: 'active',
    reason: null,
    installedBy: 'Priya Nair',
    installedAt: ago(40 * day),
    showsMail: true,
    incoming: 'events',
  },
  defaultChannel: channels[0] ?? null,
  me: { linked: false, chatName: null },
} as ChatStatus;

export const people: ChatPerson[] = [
  { chatUserId: 'U1', name: 'Mara', email: mara.email, teammateId: mara.id, isGuest: false },
  { chatUserId: 'U2', name: 'tom.okafor', email: tom.email, teammateId: tom.id, isGuest: false },
  { chatUserId: 'U3', name: 'Kelly', email: 'kelly@callab.example', teammateId: null, isGuest: true },
  { chatUserId: 'U4', name: 'warehouse', email: null, isPrivate: false, teammateId: null, isGuest: false },
] as ChatPerson[];

export const devices: Device[] = [
  {
    id: 'd1',
    name: 'Chromium on Linux',
    kind: 'extension',
    current: true,
    createdAt: ago(9 * day),
    lastSeenAt: ago(0),
    expiresAt: ago(-21 * day),
  },
  {
    id: 'd2',
    name: 'Chrome on macOS',
    kind: 'extension',
    current: false,
    createdAt: ago(60 * day),
    lastSeenAt: ago(2 * day),
    expiresAt: ago(-10 * day),
  },
  {
    id: 'd3',
    name: 'Firefox on Windows',
    kind: 'browser',
    current: false,
    createdAt: ago(3 * day),
    lastSeenAt: ago(3 * day),
    expiresAt: ago(-4 * day),
  },
];

export const invitations: Invitation[] = [
  {
    id: 'i1',
    email: 'lena@larkfield.example',
    role: 'member',
    invitedBy: 'Priya Nair',
    expiresAt: ago(-2 * day),
    link: 'https://sidethread.larkfield.example/invitation/i1',
  },
];

export const apiTokens = [
  {
    id: id(650),
    name: 'Warehouse board',
    hint: 'x7Qd',
    scopes: ['correspondences:read', 'activities:write'],
    createdAt: ago(30 * day),
    expiresAt: ago(-335 * day),
    lastUsedAt: ago(50),
  },
] as ApiToken[];

/** One Gmail tab with an open mail. */
export function pages(change: Partial<PageView> = {}, isOn = true): Topics['pages'] {
  const origin = 'https://mail.google.com';
  const page: PageView = {
    tabId: 1,
    origin,
    account: mara.email,
    choice: 'on',
    state: 'open',
    subject: 'Flow meters drift after the firmware update',
    messages: 3,
    people: 4,
    reason: null,
    ...change,
  };
  const others = ['https://outlook.office.com', 'https://outlook.live.com'].map((each) => ({ origin: each, on: true }));
  return { tabs: [page], sites: [{ origin, on: isOn }, ...others] };
}
