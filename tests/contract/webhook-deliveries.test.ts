import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook as Verifier } from 'standardwebhooks';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebhookDelivery, WebhookWithSecret } from '#shared/contract/webhook.ts';
import { inTransaction } from '#server/db/client.ts';
import { changeState } from '#server/domain/outgoing-mail/change-state.ts';
import { saveDraft } from '#server/domain/outgoing-mail/index.ts';
import { lockVisible } from '#server/domain/outgoing-mail/outgoing-row.ts';
import { retryAfterMs } from '#server/domain/webhooks/deliver-webhook.ts';
import * as webhooks from '#server/domain/webhooks/index.ts';
import { createClock } from '#server/kernel/clock.ts';
import { createWebhookJobs } from '#server/jobs/create-webhook-jobs.ts';
import { startWorker, type RunningWorker } from '#server/platform/queue/start-worker.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

interface Told {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let receiver: Server;
let origin: string;
let app: TestApp;
let team: DomainTeam;
let worker: RunningWorker;
const told: Told[] = [];
/** What each path answers next; 204 when it holds nothing more. */
const answers = new Map<string, number[]>();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      told.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answers.get(path)?.shift() ?? 204).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  app = await startTestApp({ env: { WEBHOOK_ORIGINS: origin } });
  team = await createDomainTeam(app.ports.db);
  worker = await startWorker({
    url: app.databaseUrl,
    // A day of retries in about a second.
    handlers: createWebhookJobs({ ...app.ports, clock: createClock(80_000) }),
    logger: app.ports.logger,
    concurrency: 4,
  });
});
afterAll(async () => {
  await worker.stop(2000);
  await app.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

async function settled({ id }: Pick<WebhookWithSecret, 'id'>, count: number): Promise<WebhookDelivery[]> {
  for (const deadline = Date.now() + 30_000; ; await wait(20)) {
    const found = await webhooks.listDeliveries(app.ports, team.olga, { id });
    if (found.length === count && found.every(({ state }) => state !== 'pending')) return found;
    if (Date.now() > deadline) throw new Error(`they are ${JSON.stringify(found)}`);
  }
}

const toldAt = (path: string) => told.filter((each) => each.path === path);
const verify = (secret: string, { headers, body }: Told) =>
  new Verifier(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    data: Record<string, string>;
  };

test('a mail’s changes are told signed, in ids and states alone, to its own team, and not when they are undone', async () => {
  const hook = await webhooks.createWebhook(app.ports, team.olga, { url: `${origin}/states` });
  const stranger = await createDomainTeam(app.ports.db);
  await webhooks.createWebhook(app.ports, stranger.olga, { url: `${origin}/strangers` });
  const draft = await saveDraft(app.ports, team.olga, createOutgoingDraft({ subject: 'Very secret', body: 'Secret' }));
  const move = (to: 'queued' | 'failed', fail = false) =>
    inTransaction(app.ports.db, async (tx) => {
      const row = await lockVisible(tx, team.olga, draft.id);
      await changeState(app.ports, tx, row, { to, by: null, problem: to === 'failed' ? 'Refused.' : null });
      if (fail) throw new Error('undone');
    });
  await expect(move('queued', true)).rejects.toThrow('undone');
  await move('queued');
  await move('failed');
  expect((await settled(hook, 2)).map(({ type, state, answerStatus }) => [type, state, answerStatus])).toEqual([
    ['outgoing_mail.failed', 'delivered', 204],
    ['outgoing_mail.queued', 'delivered', 204],
  ]);
  const events = toldAt('/states').map((each) => verify(hook.secret, each));
  expect(events.map(({ type }) => type).toSorted()).toEqual(['outgoing_mail.failed', 'outgoing_mail.queued']);
  expect(events.find(({ type }) => type === 'outgoing_mail.failed')?.data).toEqual({
    outgoing_mail_id: draft.id,
    correspondence_id: null,
    account_id: null,
    state: 'failed',
    previous_state: 'queued',
  });
  expect(JSON.stringify(toldAt('/states'))).not.toMatch(/secret|weiss/i);
  expect(toldAt('/strangers')).toEqual([]);
});

test('what is not taken is told again under the same id until it is, and after a day the webhook is switched off', async () => {
  const hook = await webhooks.createWebhook(app.ports, team.olga, { url: `${origin}/busy` });
  answers.set('/busy', [500, 301]);
  await webhooks.testWebhook(app.ports, team.olga, hook);
  const [taken] = await settled(hook, 1);
  expect(taken).toMatchObject({ state: 'delivered', attempts: 3, answerStatus: 204, problem: null });
  expect(new Set(toldAt('/busy').map(({ headers }) => headers['webhook-id']))).toEqual(new Set([taken?.id]));

  answers.set('/busy', [503, 503]);
  const key = { teamId: team.teamId, deliveryId: taken?.id ?? '' };
  await app.ports.db.execute(
    sql`update webhook_delivery set state = 'pending', attempts = 9 where id = ${key.deliveryId}`,
  );
  expect(await webhooks.deliverWebhook(app.ports, key)).toBeGreaterThan(60_000);
  expect(await webhooks.deliverWebhook(app.ports, key)).toBeUndefined();
  const [failed] = await settled(hook, 1);
  expect(failed).toMatchObject({ id: taken?.id, state: 'failed', attempts: 11, answerStatus: 503 });
  const list = async () => (await webhooks.listWebhooks(app.ports, team.olga)).find(({ id }) => id === hook.id);
  expect(await list()).toMatchObject({ disabledBecause: 'The address answered with the status 503.' });
  await expect(webhooks.testWebhook(app.ports, team.olga, hook)).rejects.toMatchObject({ code: 'conflict' });

  const dayMs = 24 * 60 * 60 * 1000;
  expect(Math.abs(retryAfterMs.reduce((sum, each) => sum + each, 0) - dayMs)).toBeLessThan(dayMs / 24);

  answers.set('/busy', [204, 410]);
  await webhooks.switchWebhook(app.ports, team.olga, { id: hook.id, isOn: true });
  expect(await list()).toMatchObject({ disabledAt: null, disabledBecause: null });
  await webhooks.redeliver(app.ports, team.olga, { id: key.deliveryId as WebhookDelivery['id'] });
  expect(await settled(hook, 1)).toMatchObject([{ id: key.deliveryId, state: 'delivered', attempts: 1 }]);
  await webhooks.testWebhook(app.ports, team.olga, hook);
  const [gone] = await settled(hook, 2);
  expect(gone).toMatchObject({ state: 'failed', attempts: 1, answerStatus: 410 });
  expect((await list())?.disabledAt).not.toBeNull();
});

test('a changed secret and the one before both sign', async () => {
  const hook = await webhooks.createWebhook(app.ports, team.olga, { url: `${origin}/rotate` });
  const { secret } = await webhooks.rotateWebhook(app.ports, team.olga, hook);
  await webhooks.testWebhook(app.ports, team.olga, hook);
  await settled(hook, 1);
  const [first] = toldAt('/rotate');
  if (first === undefined) throw new Error('nothing was told');
  expect(verify(hook.secret, first)).toMatchObject({ type: 'test', data: {} });
  expect(verify(secret, first)).toMatchObject({ type: 'test' });
  const third = await webhooks.rotateWebhook(app.ports, team.olga, hook);
  await webhooks.testWebhook(app.ports, team.olga, hook);
  await settled(hook, 2);
  const second = toldAt('/rotate').at(-1);
  if (second === undefined) throw new Error('nothing was told');
  expect(verify(third.secret, second)).toMatchObject({ type: 'test' });
  expect(() => verify(hook.secret, second)).toThrow('No matching signature');
  expect(JSON.stringify(await webhooks.listWebhooks(app.ports, team.olga))).not.toContain('whsec_');
});
