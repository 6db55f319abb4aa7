import type { RequestName } from '#extension/messaging/protocol.ts';
import { apiTokens, cards, channels, devices, invitations, people, teammates } from './fixtures.ts';
import { departure, sharing, taken, teamRules } from './mailboxes.ts';
import { mailCards, mailDetail } from './mails.ts';
import { markupOf } from './mail-markup.ts';
import { outgoingMails, prepared } from './outgoing.ts';
import { webhookDeliveries, webhooks } from './webhooks.ts';
import { filledTemplate, imported, templates, templateValues } from './templates.ts';
import { busyTalk } from './talks.ts';

const fixed: Partial<Record<RequestName, unknown>> = {
  'correspondence.cached': mailDetail(),
  'correspondence.list': { cards: mailCards(), nextCursor: null },
  'correspondence.read': mailDetail(),
  'outgoing.list': [],
  'outgoing.prepare': prepared,
  'outgoing.complete': [],
  'outgoing.aliases': [],
  'outgoing.save': outgoingMails[0],
  'account.list': [
    { account: 'kim@private.example', choice: 'off' },
    { account: 'mara@larkfield.example', choice: 'on' },
  ],
  'template.list': templates,
  'template.values': templateValues,
  'template.use': filledTemplate,
  'template.import': imported,
  'sharing.get': sharing,
  'sharing.preview': { mails: 214, people: 31, contacts: 31, mailsInMailbox: 4812 },
  'team-rule.list': teamRules,
  'team-rule.preview': { mails: 214, people: 40, contacts: 31, mailsInMailbox: 4812 },
  'mailbox.signature': { body: 'Mara Lindqvist\n**Larkfield Meters**, https://larkfield.example' },
  'mailbox.failed': [],
  'team.departure': departure,
  'mailbox.taken': taken,
  'chat.channels': channels,
  'chat.people': people,
  'team.members': { members: teammates, invitations },
  'device.list': devices,
  'api-token.list': apiTokens,
  'webhook.list': webhooks,
  'webhook.deliveries': webhookDeliveries,
  'notification.settings': {
    mentions: true,
    assignments: true,
    quiet: { from: 1_140, until: 420 },
    quietWeekends: false,
  },
  'webmail.losses': [
    { day: '2026-11-20', webmail: 'outlook', kind: 'markup-changed', selectors: '2026-11-20', count: 14 },
    { day: '2026-11-20', webmail: 'outlook', kind: 'no-senders', selectors: '2026-11-20', count: 3 },
    { day: '2026-11-18', webmail: 'gmail', kind: 'address-and-page-disagree', selectors: '2026-11-20', count: 1 },
  ],
  'report.page-shape': { shape: '<div role="main">…</div>' },
};

/** What the fake worker answers; null for everything that only acts. */
export function answers(name: RequestName, input: unknown): unknown {
  if (name === 'discussion.search') {
    const { query } = input as { query: string };
    return cards.filter(({ subject }) => subject.toLowerCase().includes(query.toLowerCase()));
  }
  if (name === 'discussion.history') {
    const { beforeSeq } = input as { beforeSeq: number };
    return { messages: beforeSeq > 1e9 ? busyTalk().messages : [], hasOlder: false };
  }
  if (name === 'email.markup') return markupOf((input as { emailId: string }).emailId);
  if (name === 'file.upload') return { fileId: crypto.randomUUID() };
  return fixed[name] ?? null;
}
