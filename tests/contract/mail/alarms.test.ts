import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { createMailboxJobs } from '#server/jobs/create-mailbox-jobs.ts';
import { createSendChatNotice } from '#server/jobs/send-chat-notice.ts';
import { startWorker, type RunningWorker } from '#server/platform/queue/start-worker.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import type { Client } from '#tests/support/chat-team.ts';
import { signInTestPerson } from '#tests/support/people.ts';
import { providers, type Provider } from '#tests/support/mail-accounts.ts';
import { extensionPage, readAnswer } from '#tests/support/mail-team.ts';

const clockScale = 50;
const localTime = { minute: 600, weekday: 3 };
let provider: Provider;
let scene: ChatScene;
let worker: RunningWorker;
let laptop: Client;

beforeAll(async () => {
  provider = await providers.gmail({ clockScale });
  scene = await createChatScene({ ...provider.settings, CHAT_TIMEOUT_MS: '1000', CHAT_CHECK_GRACE_MS: '1200' });
  provider.authority.redirectUris = [`${scene.app.url}/email/callback`];
  provider.notify(scene.app.url);
  const { ana } = scene.team;
  laptop = scene.team.as({ ...ana, ...(await signInTestPerson(scene.app.ports.db, ana.userId)) }, scene.app.url);
  worker = await startWorker({
    url: scene.app.databaseUrl,
    handlers: [...createMailboxJobs(scene.app.ports), createSendChatNotice(scene.app.ports)],
    logger: scene.app.ports.logger,
    concurrency: 4,
  });
});
afterAll(async () => {
  await worker.stop(2000);
  await scene.close();
  await provider.close();
});

async function connect(address: string, mailboxId?: Mailbox['id']): Promise<Mailbox> {
  const again = mailboxId === undefined ? {} : { mailboxId };
  const begun = await scene.ana.mailboxes.begin.mutate({
    provider: 'gmail',
    redirectUri: extensionPage,
    ...again,
  });
  return scene.ana.mailboxes.finish.mutate(readAnswer(provider.authority.consent(begun.url, address)));
}

async function lose(mailbox: Mailbox): Promise<void> {
  provider.authority.revokeConsent(mailbox.address);
  await scene.ana.mailboxes.check.mutate({ mailboxId: mailbox.id });
  const state = async () => (await scene.ana.mailboxes.list.query()).find(({ id }) => id === mailbox.id)?.state;
  await expect.poll(state).toBe('reconnect');
}

/** What the bot said to somebody directly. */
function said(): string[] {
  const channels = [...scene.slack.workspace.channels.values()].filter(({ kind }) => kind === 'im');
  return channels.flatMap(({ posts }) => posts.map(({ message }) => message.text ?? ''));
}

const noticeStates = async (): Promise<string[]> => {
  const { rows } = await scene.app.ports.db.execute<{ state: string }>(
    sql`select state from chat_notice order by created_at`,
  );
  return rows.map(({ state }) => state);
};

test('tells the owner once in Slack, also when Slack’s answer is lost, and once on a desktop, until it is connected', async () => {
  const { address } = provider.add('ana@northwind.example');
  const mailbox = await connect(address);
  // Slack takes the message and never says so, neither in its answer nor by an event.
  scene.slack.faults.next({ kind: 'lost', method: 'message' });
  scene.slack.faults.next({ kind: 'drop-answer', method: 'chat.postMessage' });
  await lose(mailbox);
  await expect.poll(noticeStates).toEqual(['sent']);
  expect(said()).toEqual([expect.stringContaining(address)]);

  const first = await scene.ana.notifications.claim.mutate({ localTime });
  expect(first.alarms).toMatchObject([{ mailboxId: mailbox.id, address }]);
  expect(await laptop.notifications.claim.mutate({ localTime })).toMatchObject({ alarms: [], againInMs: 60_000 });
  const alarmIds = first.alarms.map(({ id }) => id);
  // Another device's word, and another person's, changes nothing.
  await laptop.notifications.noteShown.mutate({ alarmIds });
  expect((await scene.ben.notifications.claim.mutate({ localTime })).alarms).toEqual([]);
  expect((await scene.ana.notifications.claim.mutate({ localTime })).alarms).toHaveLength(1);
  await scene.ana.notifications.noteShown.mutate({ alarmIds });
  expect((await scene.ana.notifications.claim.mutate({ localTime })).alarms).toEqual([]);

  await connect(address, mailbox.id);
  await scene.ana.mailboxes.change.mutate({ mailboxId: mailbox.id, settings: { notificationEnabled: false } });
  await lose(mailbox);
  await expect.poll(noticeStates).toEqual(['sent', 'sent']);
  expect(said()).toHaveLength(2);
  expect((await scene.ana.notifications.claim.mutate({ localTime })).alarms).toEqual([]);
});

test('says nothing in Slack to an owner who is not there, or who has connected it again by then', async () => {
  const before = said().length;
  const { address } = provider.add('orders@northwind.example');
  const mailbox = await connect(address);
  scene.slack.faults.next({ kind: 'ratelimited', method: 'conversations.open', retryAfterSeconds: 600 });
  await lose(mailbox);
  await connect(address, mailbox.id);
  await expect.poll(async () => (await noticeStates()).at(-1)).toBe('needless');
  scene.slack.changeUser('ana', { deleted: true });
  await scene.app.ports.db.execute(sql`delete from chat_person`);
  await lose(mailbox);
  await expect.poll(async () => (await noticeStates()).length).toBe(4);
  await expect.poll(async () => (await noticeStates()).at(-1)).toBe('needless');
  expect(said()).toHaveLength(before);
});
