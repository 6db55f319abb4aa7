import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGmailStandIn, type GmailStandIn } from '#tests/support/gmail-api/index.ts';
import { createMailTeam, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let gmail: GmailStandIn;
let app: TestApp;
let team: MailTeam;

beforeAll(async () => {
  gmail = await createGmailStandIn();
  app = await startTestApp({ env: { ...gmail.settings, ...gmail.pushSettings } });
  gmail.pushTo(app.url);
  team = await createMailTeam(app);
});
afterAll(async () => {
  await team.close();
  await app.close();
  await gmail.close();
});

const hourMs = 60 * 60 * 1000;

describe('a Gmail mailbox', () => {
  test('is synced when it is connected, newest first, and follows what happens', async () => {
    const box = gmail.addMailbox('support@larkfield.example');
    for (let age = 1; age <= 60; age += 1)
      box.deliver({ raw: writeMail(box.address), receivedAt: new Date(Date.now() - age * hourMs) });
    box.deliver({ raw: writeMail(box.address), labelIds: ['SPAM'] });
    const { authority } = gmail;
    const connected = await team.connect(team.olga, 'gmail', { authority, address: box.address });
    expect(connected).toMatchObject({ address: box.address, state: 'connected', features: ['read'] });
    const synced = await team.until(team.olga, connected.id, ({ sync }) => sync.phase === 'following');
    expect(synced.sync).toMatchObject({ known: 60, stored: 60, waiting: 0, failed: 0, estimate: null });
    expect(synced.isPushed).toBe(true);

    box.deliver({ raw: writeMail(box.address) });
    await team.until(team.olga, connected.id, ({ sync }) => sync.stored === 61);
    expect(gmail.metered(box.address).refused).toBe(0);
  });
});
