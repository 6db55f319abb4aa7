import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { createGraphStandIn, type GraphStandIn } from '#tests/support/graph/index.ts';
import { createMailTeam, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
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
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 11, 5000);
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
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 12, 5000);
  });

  test('looks again when notifications were missed', async () => {
    graph.subscriptions.weather = { lost: 1, repeated: 0, random: () => 0 };
    graph.mailbox(address).deliver({ raw: writeMail(address) });
    graph.subscriptions.weather = { lost: 0, repeated: 0, random: () => 0.5 };
    await graph.subscriptions.lifecycle(subscription(), 'missed');
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 13, 5000);
  });

  test('never asks for more at once than Microsoft allows', () => {
    expect(graph.metered(address)).toMatchObject({ refused: 0 });
    expect(graph.metered(address).mostAtOnce).toBeLessThanOrEqual(4);
  });
});
