import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import { createGmailStandIn, type GmailStandIn } from '#tests/support/gmail-api/index.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import { createMailTeam, type MailTeam } from '#tests/support/mail-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

const address = 'olga@larkfield.example';
const alias = { name: 'Larkfield Support', address: 'support@larkfield.example' };
let gmail: GmailStandIn;
let app: TestApp;
let team: MailTeam;

beforeAll(async () => {
  gmail = await createGmailStandIn();
  app = await startTestApp({ env: { ...gmail.settings, CLOCK_SCALE: '50' } });
  team = await createMailTeam(app);
  gmail.addMailbox(address).sendAs = [
    { sendAsEmail: alias.address, displayName: alias.name, verificationStatus: 'accepted' },
    { sendAsEmail: 'ceo@larkfield.example', displayName: 'Not proved', verificationStatus: 'pending' },
  ];
});
afterAll(async () => {
  await team.close();
  await app.close();
  await gmail.close();
});

test('a mail goes out from an address that Gmail has verified for the mailbox, and from no other', async () => {
  const features = ['read' as const, 'send' as const];
  const { id: mailboxId } = await team.connect(team.olga, 'gmail', { authority: gmail.authority, address, features });
  const api = team.as(team.olga);
  const fresh = () => createOutgoingDraft({ mailboxId, fromAddress: alias.address, withQuote: false });
  // Before the provider was asked nothing is known to be allowed.
  await expect(api.outgoingMail.send.mutate(fresh())).rejects.toThrow('may not write as');
  expect(await api.outgoingMail.aliases.query({ mailboxId })).toEqual([alias]);
  const { mailboxes } = await api.outgoingMail.prepare.query({ kind: 'new', emailId: null });
  expect(mailboxes).toMatchObject([{ address, aliases: [alias] }]);
  const draft = fresh();
  const stranger = { ...fresh(), fromAddress: 'ceo@larkfield.example' };
  await expect(api.outgoingMail.send.mutate(stranger)).rejects.toThrow('may not write as');
  await expect(team.as(team.piet).outgoingMail.aliases.query({ mailboxId })).rejects.toThrow('not yours');
  expect(await api.outgoingMail.send.mutate(draft)).toMatchObject({ state: 'queued', from: alias.address });
  const sent = () => gmail.sent.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === draft.id);
  await expect.poll(() => sent().length, { timeout: 30_000 }).toBe(1);
  const [{ raw } = { raw: Buffer.alloc(0) }] = sent();
  expect(readEmail(raw).from).toEqual([alias]);
  expect(gmail.sent).toHaveLength(1);
});
