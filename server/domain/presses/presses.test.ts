import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TeamId } from '#shared/contract/ids.ts';
import { sendNotice } from '../chat/index.ts';
import { consent } from '#tests/support/chat-team.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { createMailInChat, type DiscussedMail, type MailInChat } from '#tests/support/mail-in-chat.ts';
import { addTestMember } from '#tests/support/people.ts';
import type { SlackMessage } from '#tests/support/slack/model.ts';
import { createTestBrowser } from '#tests/support/test-browser.ts';
import { forgetPresses, handlePress, remindPerson } from './index.ts';

let scene: ChatScene;
let mails: MailInChat;

beforeAll(async () => {
  scene = await createChatScene();
  mails = await createMailInChat(scene);
  await consent(scene.ben, scene.slack, 'link-person', 'ben');
});
afterAll(() => scene.close());

/** A discussed thread in which a customer's mail just came. */
async function getMail(more: object = {}): Promise<DiscussedMail & { ts: string; shown(): string }> {
  const discussed = await mails.discuss();
  await mails.receive(mails.anas, { ...discussed.answer, ...more }, { thread: discussed.thread });
  await scene.drain();
  const [mail] = discussed.said();
  const shown = () => JSON.stringify((discussed.said()[0] as SlackMessage).blocks);
  return { ...discussed, ts: mail?.ts ?? '', shown };
}

function press(mail: { ts: string; channelId: string }, user: string, label: string, more: object = {}) {
  return scene.slack.press({ channel: mail.channelId, ts: mail.ts, user, label, ...more });
}

/** Sends what waits until the message is as meant. */
async function untilShown(mail: { shown(): string }, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await scene.drain();
      expect(mail.shown()).toContain(words);
    },
    { timeout: 15_000, interval: 50 },
  );
}

async function untilWhispered(user: string, words: RegExp): Promise<void> {
  await vi.waitFor(() => expect(scene.slack.whispersTo(user).at(-1)).toMatch(words), { timeout: 15_000 });
}

async function readPresses(): Promise<readonly { id: string; action: string; outcome: string }[]> {
  const { rows } = await scene.app.ports.db.execute<{ id: string; action: string; outcome: string }>(sql`
    select id, action, outcome from chat_press where team_id = ${scene.team.teamId} order by pressed_at`);
  return rows;
}

test('who is linked assigns, closes and opens again, once each, and the message says who did', async () => {
  const mail = await getMail();
  const before = (await readPresses()).length;
  expect(await press(mail, 'ben', 'Assign to me', { times: 3 })).toEqual({ body: {} });
  await untilShown(mail, 'Ben Okafor took this.');
  await press(mail, 'ben', 'Close');
  await untilShown(mail, 'Ben Okafor took this. Closed by Ben Okafor.');
  expect(mail.shown()).toContain('Open again');
  await press(mail, 'ben', 'Open again');
  await untilShown(mail, 'Opened again by Ben Okafor.');
  expect((await readPresses()).slice(before).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'assign done',
    'close done',
    'reopen done',
  ]);
  const { rows } = await scene.app.ports.db.execute(sql`
    select v.kind, v.actor_id from correspondence_event v where v.team_id = ${scene.team.teamId} and v.actor_id is not null
    order by v.at`);
  expect(rows.slice(-3)).toEqual(
    ['assignee', 'state', 'state'].map((kind) => ({ kind, actor_id: scene.team.ben.userId })),
  );
  expect(scene.slack.messages('customers').filter(({ ts }) => ts === mail.ts)).toHaveLength(1);
});

test('whoever is not linked, and whoever may only read, is told so alone, and nothing happens', async () => {
  const mail = await getMail();
  const asShown = mail.shown();
  await press(mail, 'ana', 'Close');
  await untilWhispered('ana', /Nothing was done.*<http.*\/account\/slack\?team=.*\|Link your Slack account>/);
  const { ports, url } = scene.app;
  const viewer = await addTestMember(ports.db, scene.team.teamId as TeamId, {
    name: 'Cleo',
    email: 'cleo@northwind.example',
    role: 'member',
  });
  const cleo = scene.slack.addUser({ name: 'cleo', realName: 'Cleo', email: viewer.email });
  scene.slack.join('customers', cleo.id);
  await consent(scene.team.as(viewer, url), scene.slack, 'link-person', 'cleo');
  await scene.ana.teams.setRole.mutate({ userId: viewer.userId, role: 'viewer' });
  await press(mail, 'cleo', 'Assign to me');
  await untilWhispered('cleo', /Your role in this team \(viewer\) does not allow this/);
  await scene.drain();
  expect(mail.shown()).toBe(asShown);
  expect((await readPresses()).slice(-2).map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
});

test('the link in that sentence leads to being linked, by signing in here and there', async () => {
  const invitation = await scene.ana.teams.invite.mutate({ email: 'nina@northwind.example', role: 'member' });
  const path = new URL(invitation.link ?? '').pathname;
  const browser = createTestBrowser(scene.app.url);
  await browser.post(path, { name: 'Nina New', password: 'a long pass phrase' });
  scene.slack.addUser({ name: 'nina', realName: 'Nina New', email: 'nina@northwind.example' });
  scene.slack.join('customers', 'nina');
  const mail = await getMail();
  await press(mail, 'nina', 'Close');
  await untilWhispered('nina', /account\/slack/);
  const link = /<(http[^|]+)\|/.exec(scene.slack.whispersTo('nina').at(-1) ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
  const { pathname, search } = new URL(link);
  const stranger = await createTestBrowser(scene.app.url).get(pathname + search);
  expect(stranger.location).toBe(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
  expect((await browser.get(`${pathname}?team=${crypto.randomUUID()}`)).status).toBe(400);
  const asked = await browser.get(pathname + search);
  const back = new URL(scene.slack.authorize(asked.location ?? '', 'nina'));
  const linked = await browser.follow(await browser.get(back.pathname + back.search));
  expect(linked.text).toContain('Your Slack account is linked');
  // Once: the address of that page is good for nobody a second time.
  const again = await browser.follow(await browser.get(back.pathname + back.search));
  expect(again.status).toBeGreaterThanOrEqual(400);
  await press(mail, 'nina', 'Close');
  await untilShown(mail, 'Closed by Nina New.');
});

test('a reminder comes when it was asked for, directly, once, with what holds then', async () => {
  const mail = await getMail();
  const { db } = scene.app.ports;
  await press(mail, 'ben', 'Remind me…', { choice: 'in 3 hours' });
  await untilShown(mail, 'Ben Okafor asked to be reminded in 3 hours.');
  const { id: pressId = '' } = (await readPresses()).at(-1) ?? {};
  const { rows } = await db.execute<{ seconds: number }>(sql`
    select extract(epoch from run_at - now())::float8 as seconds from graphile_worker._private_jobs
    where key = ${`remind:${pressId}`}`);
  // Three hours, passing as fast as everything in this scene.
  expect(rows[0]?.seconds).toBeGreaterThan(60);
  expect(rows[0]?.seconds).toBeLessThan(217);
  await press(mail, 'ben', 'Close');
  await untilShown(mail, 'Closed by Ben Okafor.');
  const key = { teamId: scene.team.teamId, pressId };
  await remindPerson(scene.app.ports, key);
  await remindPerson(scene.app.ports, key);
  await sendNotice(scene.app.ports, { teamId: scene.team.teamId, noticeId: pressId });
  await sendNotice(scene.app.ports, { teamId: scene.team.teamId, noticeId: pressId });
  const direct = [...scene.slack.workspace.channels.values()]
    .filter(({ kind, members }) => kind === 'im' && members.has(scene.slack.workspace.getUser('ben').id))
    .flatMap(({ posts }) => posts.map(({ message }) => message.text));
  expect(direct).toEqual([
    expect.stringMatching(/^You asked to be reminded of “Re: Order \d+” from Marta Weiss: it is closed by now\. <http/),
  ]);
});

test('a customer’s files stand in the thread when somebody wants them there, once, byte for byte', async () => {
  const bytes = new Uint8Array(70_000).map((_, index) => (index * 7) % 251);
  const file = { name: 'plan.pdf', type: 'application/pdf', bytes };
  const mail = await getMail({ file });
  expect(mail.shown()).toContain('Attached: plan.pdf (70 KB)');
  const count = () => mail.said().flatMap(({ files = [] }) => files).length;
  expect(count()).toBe(0);
  await press(mail, 'ben', 'Show files here (70 KB)', { times: 2 });
  await untilShown(mail, 'Ben Okafor showed its files here.');
  expect(mail.shown()).not.toContain('Show files here');
  expect(count()).toBe(1);
  const [stored] = [...scene.slack.workspace.files.values()].filter(({ name }) => name === 'plan.pdf');
  expect(
    createHash('sha256')
      .update(stored?.data ?? '')
      .digest('hex'),
  ).toBe(createHash('sha256').update(bytes).digest('hex'));
  // Our own file, come back by the chat's event, is nobody's message.
  await scene.slack.waitUntilEventsSettled(15_000);
  const { rows } = await scene.app.ports.db.execute(sql`
    select from message where discussion_id = ${mail.discussionId} and origin = 'chat'`);
  expect(rows).toEqual([]);
});

test('a program that a customer sent is shown to nobody in the thread, nor what is very large', async () => {
  const file = { name: 'order.pdf.exe', type: 'application/pdf', bytes: new Uint8Array(90) };
  const mail = await getMail({ file });
  await press(mail, 'ben', 'Show files here (90 bytes)');
  await untilWhispered('ben', /order\.pdf\.exe.*no file of this e-mail was shown/);
  await scene.app.ports.db.execute(sql`
    update email_attachment set name = 'order.pdf', size = 60000000 where name = 'order.pdf.exe'`);
  await press(mail, 'ben', 'Show files here (90 bytes)');
  await untilWhispered('ben', /too large to be shown here/);
  await scene.drain();
  expect(mail.said().flatMap(({ files = [] }) => files)).toEqual([]);
  expect(mail.shown()).toContain('Show files here');
});

test('a press whose server died after taking it in is done by the next', async () => {
  const mail = await getMail();
  await press(mail, 'ana', 'Close');
  await vi.waitFor(async () => expect((await readPresses()).at(-1)?.outcome).toBe('refused'), { timeout: 15_000 });
  const { id: pressId = '' } = (await readPresses()).at(-1) ?? {};
  const { db } = scene.app.ports;
  const { id } = scene.slack.workspace.getUser('ben');
  const leave = (takenAgo: string) =>
    db.execute(sql`update chat_press set outcome = 'pending', chat_user_id = ${id},
      taken_at = now() - ${takenAgo}::interval where id = ${pressId}`);
  await leave('1 second');
  await handlePress(scene.app.ports, { teamId: scene.team.teamId, pressId });
  expect((await readPresses()).at(-1)?.outcome).toBe('pending');
  await leave('1 minute');
  await handlePress(scene.app.ports, { teamId: scene.team.teamId, pressId });
  await untilShown(mail, 'Closed by Ben Okafor.');
});

test('what could not be done for long is not done any more, and whoever pressed is told', async () => {
  const mail = await getMail();
  const asShown = mail.shown();
  await press(mail, 'ana', 'Close');
  await vi.waitFor(async () => expect((await readPresses()).at(-1)?.outcome).toBe('refused'), { timeout: 15_000 });
  const { id: pressId = '' } = (await readPresses()).at(-1) ?? {};
  const { id } = scene.slack.workspace.getUser('ben');
  await scene.app.ports.db.execute(sql`
    update chat_press set outcome = 'pending', chat_user_id = ${id}, taken_at = null,
      pressed_at = now() - interval '11 minutes' where id = ${pressId}`);
  await handlePress(scene.app.ports, { teamId: scene.team.teamId, pressId });
  await untilWhispered('ben', /could not be done in time/);
  await scene.drain();
  expect(mail.shown()).toBe(asShown);
});

test('what was pressed long ago is forgotten, but for what a message says of who did it', async () => {
  const mail = await getMail();
  await press(mail, 'ben', 'Assign to me');
  await untilShown(mail, 'Ben Okafor took this.');
  await press(mail, 'ana', 'Close');
  await vi.waitFor(async () => expect((await readPresses()).at(-1)?.outcome).toBe('refused'), { timeout: 15_000 });
  const { db } = scene.app.ports;
  const [old, fresh] = (await readPresses()).slice(-2).toReversed();
  await db.execute(sql`update chat_press set pressed_at = now() - interval '31 days' where id <> ${fresh?.id}`);
  await forgetPresses(scene.app.ports);
  const left = await readPresses();
  expect(left.map(({ id }) => id)).not.toContain(old?.id);
  expect(left.map(({ outcome }) => outcome)).not.toContain('refused');
  await db.execute(sql`update chat_press set pressed_at = now() - interval '31 days'`);
  await forgetPresses(scene.app.ports);
  await press(mail, 'ben', 'Close');
  await untilShown(mail, 'Ben Okafor took this. Closed by Ben Okafor.');
});

test('what somebody does in the sidebar shows under the mail', async () => {
  const mail = await getMail();
  const { rows } = await scene.app.ports.db.execute<{ id: string }>(sql`
    select correspondence_id as id from discussion where id = ${mail.discussionId}`);
  const change = { assigneeId: scene.team.ana.userId, state: 'closed' as const };
  await scene.ana.correspondences.change.mutate({ id: rows[0]?.id as never, change });
  await untilShown(mail, 'Assigned to Ana Duarte. Closed.');
});
