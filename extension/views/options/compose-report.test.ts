import { expect, it } from 'vitest';
import * as f from '#tests/support/view-gallery/fixtures.ts';
import { mailboxes } from '#tests/support/view-gallery/mailboxes.ts';
import { composeReport } from './compose-report.ts';

const known = {
  version: '1.2.3',
  browser: { browser: 'A browser', storedBytes: 412_000 },
  session: f.session(),
  connection: { state: 'offline', since: 0, reason: 'The server did not answer.' },
  pages: f.pages(),
  mailboxes: mailboxes,
  inbox: { cards: f.cards, fetchedAt: 0 },
  chat: f.chat,
} as const;

it('says how everything stands', () => {
  expect(JSON.parse(composeReport(known))).toMatchObject({
    version: '1.2.3',
    signedIn: true,
    role: 'owner',
    connection: 'offline',
    offlineSince: '1970-01-01T00:00:00.000Z',
    tabs: [{ site: 'mail.google.com', state: 'open', messages: 3 }],
    mailboxes: mailboxes.map(({ provider, state }) => ({ provider, state })),
    chat: { available: true, state: 'active', hasChannel: true },
  });
  expect(JSON.parse(composeReport({ ...known, session: undefined, chat: null })).signedIn).toBe(false);
});

it('tells nothing of mail, messages or people', () => {
  const report = composeReport(known);
  const told = [
    ...f.cards.flatMap(({ subject, senderName, lastMessage }) => [
      subject,
      senderName,
      lastMessage?.preview ?? subject,
    ]),
    ...f.pages().tabs.flatMap(({ subject, account }) => [subject ?? 'no subject', account ?? 'no account']),
    ...mailboxes.map(({ address }) => address),
    f.mara.name,
    f.mara.email,
    f.mara.id,
  ];
  expect(told.filter((text) => report.includes(text))).toEqual([]);
});
