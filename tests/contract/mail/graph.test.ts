import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import { createGraphStandIn, type GraphStandIn } from '#tests/support/graph/index.ts';
import { createMailTeam, extensionPage, readAnswer, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let graph: GraphStandIn;
let app: TestApp;
let team: MailTeam;
let mailbox: Mailbox;
const address = 'support@larkfield.example';
const hourMs = 60 * 60 * 1000;

beforeAll(async () => {
  graph = await createGraphStandIn();
  app = await startTestApp({ env: graph.settings });
  team = await createMailTeam(app);
  const box = graph.addMailbox(address);
  box.addFolder('customers', 'inbox');
  for (let age = 1; age <= 9; age += 1) {
    const folder = age % 3 === 0 ? 'customers' : 'inbox';
    box.deliver({ raw: writeMail(address), receivedAt: new Date(Date.now() - age * hourMs), folder });
  }
  const connected = await team.connect(team.olga, 'outlook', { authority: graph.authority, address });
  mailbox = await team.until(team.olga, connected.id, ({ sync, isPushed }) => sync.phase === 'following' && isPushed);
});
afterAll(async () => {
  await team.close();
  await app.close();
  await graph.close();
});

function subscription() {
  const found = [...graph.subscriptions.all.values()].find((each) => each.address === address);
  if (found === undefined) throw new Error('there is no subscription');
  return found;
}

/** Sends from another's mailbox with an account that may open it. */
async function sendAs(from: string, account: string): Promise<void> {
  const { outlook } = withMail(app.ports).mail.providers;
  if (outlook === undefined) throw new Error('there is no Microsoft 365');
  const [codeVerifier, redirectUri] = ['v'.repeat(43), 'http://127.0.0.1/callback'];
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const asked = { state: 's'.repeat(20), codeChallenge, redirectUri, login: undefined, isDelegated: true };
  const url = outlook.authorizeUrl({ ...asked, features: ['read', 'send'] });
  const { code } = readAnswer(graph.authority.consent(url, account));
  const { tokens } = await outlook.exchange({ code, codeVerifier, redirectUri, delegated: from });
  const sender = outlook.sender(tokens.accessToken, from);
  const messageId = 'out@larkfield.example';
  const raw = Buffer.from(`From: ${from}\r\nTo: a@shop.example\r\nMessage-ID: <${messageId}>\r\n\r\nHello\r\n`);
  const envelope = { from, to: ['a@shop.example'] };
  const mail = { outgoingId: 'one', messageId, raw, envelope, withoutFiles: raw, files: [], threadId: null };
  await sender.send(mail, await sender.prepare(mail));
}

describe('a mailbox of Microsoft 365', () => {
  test('is read in all its folders, and no mail is lost when it moves between them', async () => {
    expect(mailbox.sync.stored).toBe(9);
    const box = graph.mailbox(address);
    const [{ id } = { id: '' }] = box.messages.values();
    box.move(id, 'customers');
    box.deliver({ raw: writeMail(address), folder: 'customers' });
    const after = await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 10 && sync.waiting === 0);
    expect(after.sync.known).toBe(10);
  });

  test('is told of changes at once, and of nothing by strangers', async () => {
    // What came before may be told of twice.
    await graph.subscriptions.settled();
    await team.untilQuiet(mailbox.id);
    const before = graph.metered(address).calls;
    const forged = { ...subscription(), clientState: 'guessed' };
    expect(await graph.subscriptions.post(forged, { changeType: 'created' })).toBe(202);
    expect(await graph.subscriptions.post({ ...forged, id: 'another' }, { changeType: 'created' })).toBe(202);
    await team.untilQuiet(mailbox.id);
    expect(graph.metered(address).calls).toBe(before);
    graph.mailbox(address).deliver({ raw: writeMail(address) });
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 11);
  });

  test('costs one look at the database, however many strangers’ notices come at once', async () => {
    await graph.subscriptions.settled();
    await team.untilQuiet(mailbox.id);
    const looks = vi.spyOn(app.ports.db, 'select');
    const value = Array.from({ length: 900 }, (_, n) => ({ subscriptionId: `stranger-${n}`, clientState: 'guessed' }));
    const url = `${app.url}/webhooks/outlook`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ value }) });
    expect(answer.status).toBe(202);
    expect(looks.mock.calls.length).toBeLessThan(20);
    looks.mockRestore();
  });

  test('gets a subscription anew when Microsoft removed it, and a longer one when asked to renew', async () => {
    const first = subscription();
    const expired = first.expirationDateTime;
    await graph.subscriptions.lifecycle(first, 'reauthorizationRequired');
    await expect.poll(() => subscription().expirationDateTime).not.toBe(expired);
    expect(subscription().id).toBe(first.id);
    await graph.subscriptions.lifecycle(first, 'subscriptionRemoved');
    await expect.poll(() => [...graph.subscriptions.all.keys()]).not.toContain(first.id);
    await expect.poll(() => graph.subscriptions.all.size).toBe(1);
    graph.mailbox(address).deliver({ raw: writeMail(address) });
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 12);
  });

  test('looks again when notifications were missed', async () => {
    graph.subscriptions.weather = { lost: 1, repeated: 0, random: () => 0 };
    graph.mailbox(address).deliver({ raw: writeMail(address) });
    graph.subscriptions.weather = { lost: 0, repeated: 0, random: () => 0.5 };
    await graph.subscriptions.lifecycle(subscription(), 'missed');
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 13);
  });

  test('that nobody signs in to is opened by who was given access, with rights of its own, and asked every so often', async () => {
    const [desk, ana] = ['desk@larkfield.example', 'ana@larkfield.example'];
    graph.addMailbox(ana);
    const box = graph.addMailbox(desk);
    box.deliver({ raw: writeMail(desk) });
    const api = team.as(team.olga);
    const begin = (change: { features?: ('read' | 'send')[]; mailboxId?: Mailbox['id']; delegatedAddress?: string }) =>
      api.mailboxes.begin.mutate({ provider: 'outlook', redirectUri: extensionPage, ...change });
    const connect = async (change: Parameters<typeof begin>[0], untick: string[] = []) => {
      const { url } = await begin(change);
      return api.mailboxes.finish.mutate(readAnswer(graph.authority.consent(url, ana, { untick })));
    };
    const asked = { delegatedAddress: 'Desk@Larkfield.example' };
    const { url } = await begin(asked);
    const scopes = new URL(url).searchParams.get('scope')?.split(' ');
    expect(scopes).toEqual(['offline_access', 'User.Read', 'Mail.Read.Shared']);
    const refused = { data: { problem: { code: 'conflict' } } };
    await expect(connect(asked)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('full access') });
    box.delegates.add(ana);
    await expect(connect(asked, ['Mail.Read.Shared'])).rejects.toMatchObject(refused);
    await expect(connect({ delegatedAddress: ana })).rejects.toMatchObject(refused);
    const connected = await connect(asked);
    expect(connected).toMatchObject({ address: desk, via: ana, features: ['read'] });
    await team.until(team.olga, connected.id, ({ sync, isPushed }) => sync.stored === 1 && !isPushed);
    box.deliver({ raw: writeMail(desk) });
    await api.mailboxes.check.mutate({ mailboxId: connected.id });
    await team.until(team.olga, connected.id, ({ sync }) => sync.stored === 2);
    expect([...graph.subscriptions.all.values()].map((each) => each.address)).not.toContain(desk);
    const sending = await connect({ mailboxId: connected.id, features: ['read', 'send'] });
    expect(sending).toMatchObject({ id: connected.id, via: ana, features: ['read', 'send'] });
    await sendAs(desk, ana);
    expect(graph.sent.at(-1)).toMatchObject({ from: desk });
    // The same over REST: the consent is asked for the shared mailbox.
    const { token } = await api.apiTokens.create.mutate({ name: 'Script', scopes: ['mailboxes:write'] });
    const path = `/auth/email?userId=${team.olga.userId}&provider=outlook&delegatedAddress=${desk}`;
    const led = await fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' });
    expect(new URL(led.headers.get('location') ?? '').searchParams.get('scope')).toContain('Mail.Read.Shared');
    // Its administrator takes the access back: that is said at once.
    box.delegates.delete(ana);
    await api.mailboxes.check.mutate({ mailboxId: connected.id });
    await team.until(team.olga, connected.id, ({ state }) => state === 'reconnect');
  });

  test('never asks for more at once than Microsoft allows', () => {
    expect(graph.metered(address)).toMatchObject({ refused: 0 });
    expect(graph.metered(address).mostAtOnce).toBeLessThanOrEqual(4);
  });
});
