import { Mailbox } from '#shared/contract/mailbox.ts';
import { SharingView, TeamRule } from '#shared/contract/sharing.ts';
import { ago, id, mara, priya, tom } from './fixtures.ts';

const sync = {
  phase: 'following',
  known: 4812,
  stored: 4812,
  waiting: 0,
  failed: 0,
  estimate: null,
  remainingMs: null,
};

const mailbox = (change: object): Mailbox =>
  Mailbox.parse({
    id: id(800),
    provider: 'gmail',
    address: mara.email,
    owner: { id: mara.id, name: mara.name },
    users: [],
    requests: [],
    state: 'connected',
    problem: null,
    isPaused: false,
    features: ['read', 'send'],
    sync,
    isPushed: true,
    windowFrom: ago(500_000),
    connectedAt: ago(20_000),
    lastEventAt: ago(3),
    lastSyncedAt: ago(3),
    settings: { syncIntervalMinutes: 15, maxBatchSize: 50, notificationEnabled: true, loggingLevel: 'info' },
    ...change,
  });

/** One in every state. */
export const mailboxes: Mailbox[] = [
  mailbox({}),
  mailbox({
    id: id(801),
    address: 'support@larkfield.example',
    users: [
      { id: tom.id, name: tom.name },
      { id: priya.id, name: priya.name },
    ],
    requests: [{ id: id(820), name: 'Kelly Brandt' }],
    sync: { ...sync, phase: 'first', stored: 1240, known: 2000, estimate: 5400, remainingMs: 380_000 },
    lastSyncedAt: null,
  }),
  mailbox({
    id: id(802),
    provider: 'outlook',
    address: 'orders@larkfield.onmicrosoft.example',
    via: mara.email,
    state: 'reconnect',
    problem: 'Microsoft no longer lets Sidethread read this mailbox. Connect it again; nothing is lost.',
  }),
  mailbox({
    id: id(804),
    address: 'returns@larkfield.example',
    owner: { id: tom.id, name: tom.name },
    users: [{ id: mara.id, name: mara.name }],
  }),
  mailbox({ id: id(808), address: 'partners@larkfield.example', awaitsSharing: true }),
  mailbox({ id: id(803), address: 'archive@larkfield.example', isPaused: true, sync: { ...sync, failed: 2 } }),
];

export const sharing = SharingView.parse({
  mailboxId: id(800),
  rules: [
    { id: id(810), kind: 'contacts', value: '', isNever: false, includesFreeMail: false, mails: 214 },
    { id: id(811), kind: 'domain', value: 'family.example', isNever: true, includesFreeMail: false, mails: 0 },
  ],
  sharedMails: 214,
  privateMails: 4598,
});

export const handedOver = SharingView.parse({
  ...sharing,
  rules: sharing.rules.map((rule) => ({ ...rule, isSuggested: !rule.isNever })),
  handedOverMails: 214,
});

/** Rules for the whole team, as an admin sees them. */
export const teamRules = TeamRule.array().parse([
  {
    id: id(830),
    kind: 'contacts',
    value: '',
    includesFreeMail: false,
    proposedBy: tom.name,
    proposedAt: ago(600),
    answers: { accepted: 3, declined: 1, open: 2 },
    mine: [
      { mailboxId: id(800), address: mara.email, answer: 'accepted', mails: 214 },
      { mailboxId: id(801), address: 'support@larkfield.example', answer: 'open', mails: 0 },
    ],
  },
  {
    id: id(831),
    kind: 'domain',
    value: 'brightwater.example',
    includesFreeMail: true,
    proposedBy: mara.name,
    proposedAt: ago(9000),
    answers: { accepted: 5, declined: 0, open: 1 },
    mine: [{ mailboxId: id(800), address: mara.email, answer: 'declined', mails: 0 }],
  },
]);

export const taken = [
  { mailboxId: id(805), address: 'sales@larkfield.example', owner: { id: tom.id, name: tom.name }, isAsked: false },
];

export const departure = {
  mailboxes: [
    { id: id(806), address: 'support@larkfield.example' },
    { id: id(807), address: tom.email },
  ],
  assignedThreads: 7,
};
