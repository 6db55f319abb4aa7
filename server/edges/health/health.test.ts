import { createMetrics } from '#server/kernel/metrics.ts';
import { expect, test } from 'vitest';
import { createHealth, type HealthCheck } from './create-health.ts';

const well: HealthCheck = async () => undefined;
const ill: HealthCheck = async () => {
  throw new Error('down');
};
const stuck: HealthCheck = () => new Promise(() => undefined);

function health(checks: Record<string, HealthCheck>, metricsToken?: string) {
  const metrics = createMetrics();
  metrics.mailToChat(0.2);
  metrics.watch('jobs', 'Jobs.', async () => ({ due: 3 }));
  return createHealth({ checks, metrics, metricsToken, checkTimeoutMs: 20 });
}

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

test('/healthz answers whatever the rest does', async () => {
  const answer = await health({ database: ill }).request('/healthz');
  expect(answer.status).toBe(200);
});

test('/readyz is 200 when all is well, and names what is not, or does not answer', async () => {
  expect((await health({ database: well }).request('/readyz')).status).toBe(200);
  const answer = await health({ database: well, queue: ill, feed: stuck }).request('/readyz');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    ready: false,
    checks: { database: 'ok', queue: 'failing', feed: 'failing' },
  });
});

test('/metrics has the mail-to-chat latency and what is watched', async () => {
  const answer = await health({}).request('/metrics', {}, from('127.0.0.1'));
  const text = await answer.text();
  expect(text).toContain('sidethread_mail_to_chat_seconds_bucket{le="0.25"} 1');
  expect(text).toContain('sidethread_jobs{kind="due"} 3');
});

test('/metrics is for this machine alone, and not for what a proxy passes on', async () => {
  expect((await health({}).request('/metrics', {}, from('192.0.2.7'))).status).toBe(404);
  const forwarded = { headers: { 'x-forwarded-for': '192.0.2.7' } };
  expect((await health({}).request('/metrics', forwarded, from('127.0.0.1'))).status).toBe(404);
});

test('/metrics with a token asks for it from everybody', async () => {
  const guarded = health({}, 'a-token-of-sixteen');
  const asked = (token: string) =>
    guarded.request('/metrics', { headers: { authorization: `Bearer ${token}` } }, from('192.0.2.7'));
  expect((await asked('a-token-of-sixteen')).status).toBe(200);
  expect((await asked('a-token-of-sixteem')).status).toBe(404);
  expect((await guarded.request('/metrics', {}, from('127.0.0.1'))).status).toBe(404);
});
