import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGraphStandIn, type GraphStandIn } from '#tests/support/graph/index.ts';
import { createMailTeam, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let graph: GraphStandIn;
let app: TestApp;
let team: MailTeam;

beforeAll(async () => {
  graph = await createGraphStandIn();
  app = await startTestApp({ env: graph.settings });
  team = await createMailTeam(app);
});
afterAll(async () => {
  await team.close();
  await app.close();
  await graph.close();
});

const hourMs = 60 * 60 * 1000;

describe('a mailbox of Microsoft 365', () => {
  test('is synced when it is connected, and follows what happens', async () => {
    const box = graph.addMailbox('support@larkfield.example');
    box.addFolder('Customers', 'inbox');
    for (let age = 1; age <= 60; age += 1) {
      const folder = age % 3 === 0 ? 'Customers' : 'inbox';
      box.deliver({ raw: writeMail(box.address), receivedAt: new Date(Date.now() - age * hourMs), folder });
    }
    box.deliver({ raw: writeMail(box.address), folder: 'junkemail' });
    const { authority } = graph;
    const connected = await team.connect(team.olga, 'outlook', { authority, address: box.address });
    const synced = await team.until(team.olga, connected.id, ({ sync }) => sync.phase === 'following');
    expect(synced.sync).toMatchObject({ known: 60, stored: 60, waiting: 0, failed: 0 });
    expect(synced.isPushed).toBe(true);

    box.deliver({ raw: writeMail(box.address) });
    await team.until(team.olga, connected.id, ({ sync }) => sync.stored === 61);
    expect(graph.metered(box.address)).toMatchObject({ refused: 0 });
  });
});
