import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createId } from '#server/kernel/ids.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { createMailInChat, type MailInChat } from '#tests/support/mail-in-chat.ts';
import { createTestMailbox } from '#tests/support/mail-source.ts';

let scene: ChatScene;
let mails: MailInChat;

beforeAll(async () => {
  scene = await createChatScene({ CHAT_TIMEOUT_MS: '1000', CHAT_CHECK_GRACE_MS: '1200' });
  mails = await createMailInChat(scene);
});
afterAll(() => scene.close());

test('a customer’s mail shows once, without what it quotes, its text as it was written', async () => {
  const { thread, answer, said } = await mails.discuss();
  const body = [
    '<!channel> @everyone see *this* <https://evil.example|our bank details> & pay',
    '',
    'On Mon, 2 Nov 2026, Ana wrote:',
    '> the old words',
  ].join('\r\n');
  const file = { name: 'plan @here.pdf', type: 'application/pdf', bytes: new Uint8Array(120_000) };
  const to = 'desk@northwind.example';
  const mail = { ...answer, id: createId<string>(), body, file, to, date: new Date(Date.now() + 1000) };
  await mails.receive(mails.anas, mail, { thread });
  await mails.receive(mails.bens, mail);
  await mails.receive(mails.anas, mail, { thread });
  await scene.drain();
  expect(said()).toHaveLength(1);
  const [shown] = said();
  // Literal parts: what Slack reads as markup stands in none of them.
  expect(shown?.blocks?.map((block) => (block as { type: string }).type)).toEqual(['rich_text', 'context', 'actions']);
  const blocks = JSON.stringify(shown?.blocks);
  expect(blocks).toContain('<!channel> @everyone see *this* <https://evil.example|our bank details> & pay');
  expect(blocks).toContain('Attached: plan @here.pdf (120 KB)');
  expect(blocks).toContain('https://mail.google.com/mail/u/0/#inbox/');
  expect(blocks).not.toContain('the old words');
  expect(blocks).not.toContain('mrkdwn');
  expect(shown?.text).not.toMatch(/<|@everyone/);
  const call = scene.slack.calls().findLast(({ method }) => method === 'chat.postMessage');
  expect(call?.args).toMatchObject({ unfurl_links: 'false', link_names: 'false' });
});

test('a long mail is cut; one from before the discussion and one that nobody shared do not show', async () => {
  const { thread, answer, said } = await mails.discuss();
  await mails.receive(mails.anas, { ...answer, date: new Date(Date.now() - 3_600_000) }, { thread });
  const own = createTestMailbox({ teamId: mails.anas.teamId, userId: scene.team.ben.userId }, 'own@northwind.example');
  await mails.receive(own, { ...answer, body: 'between us' });
  await scene.drain();
  expect(said()).toEqual([]);
  await mails.receive(mails.anas, { ...answer, body: 'Long words. '.repeat(900) }, { thread });
  await scene.drain();
  expect(said()).toHaveLength(1);
  expect(JSON.stringify(said()[0]?.blocks).length).toBeLessThan(3_500);
  expect(JSON.stringify(said()[0]?.blocks)).toContain('(The e-mail goes on.)');
});

test('what the team answered elsewhere shows as one line, and it is the customer’s turn', async () => {
  const { thread, answer, said } = await mails.discuss();
  const id = createId<string>();
  const sent = {
    ...answer,
    id,
    from: 'Ana Duarte <ana@northwind.example>',
    to: 'Marta Weiss <marta@weiss-tools.example>',
    cc: 'ben@northwind.example',
    body: 'It left today.',
    date: new Date(Date.now() + 1000),
  };
  await mails.receive(mails.anas, sent, { thread, labels: ['sent'] });
  await mails.receive(mails.bens, sent);
  await scene.drain();
  expect(said().map(({ text }) => text)).toEqual(['Ana Duarte answered the customer.']);
  expect(JSON.stringify(said())).not.toContain('It left today');
  const { rows } = await scene.app.ports.db.execute(sql`
    select k.state from email e join correspondence k on k.id = e.correspondence_id where e.message_id = ${id}`);
  expect(rows).toEqual([{ state: 'waiting' }]);
});

test('a mail about which people talk in private shows in their group message alone', async () => {
  const { thread, answer, said } = await mails.discuss('private');
  const count = scene.slack.messages('customers').length;
  await mails.receive(mails.anas, { ...answer, body: 'only for those inside' }, { thread });
  await scene.drain();
  expect(JSON.stringify(said().map(({ blocks }) => blocks))).toContain('only for those inside');
  expect(scene.slack.messages('customers')).toHaveLength(count);
});

test('where a team does not want mail in the chat, none shows', async () => {
  const { thread, answer, said } = await mails.discuss();
  await scene.ana.chat.setShowsMail.mutate({ showsMail: false });
  await mails.receive(mails.anas, answer, { thread });
  expect((await scene.ana.chat.setShowsMail.mutate({ showsMail: true })).installation?.showsMail).toBe(true);
  await scene.drain();
  expect(said()).toEqual([]);
});

test('one whose post got no answer, or whose server died before or after it, shows once', async () => {
  const { thread, answer, discussionId, said } = await mails.discuss();
  const { db } = scene.app.ports;
  const die = (sent: 'before' | 'after') =>
    db.execute(sql`
    update chat_outbox o set state = 'sending', claim = 1, attempts = 1, sent_at = now() - interval '1 hour',
      settled_at = null, external_ts = ${sent === 'before' ? null : sql`external_ts`}
    from chat_link l where l.id = o.link_id and l.discussion_id = ${discussionId} and o.kind = 'mail'
      and ${sent === 'before' ? sql`o.state = 'pending'` : sql`o.state = 'delivered'`}`);
  await mails.receive(mails.anas, { ...answer, body: 'before' }, { thread });
  expect((await die('before')).rowCount).toBe(1);
  await scene.drain();
  expect(said()).toHaveLength(1);
  expect((await die('after')).rowCount).toBe(1);
  await scene.drain();
  expect(said()).toHaveLength(1);
  scene.slack.faults.next({ kind: 'drop-answer', method: 'chat.postMessage' });
  await mails.receive(mails.anas, { ...answer, body: 'unanswered' }, { thread });
  await scene.drain();
  expect(said()).toHaveLength(2);
  const { rows } = await db.execute<{ state: string }>(sql`
    select o.state from chat_outbox o join chat_link l on l.id = o.link_id
    where l.discussion_id = ${discussionId} and o.kind = 'mail'`);
  expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});

test('what could not show since the thread was missing shows once somebody has the discussion sent again', async () => {
  scene.slack.faults.next({ kind: 'error:restricted_action', method: 'chat.postMessage' });
  const { thread, answer, discussionId } = await mails.discuss();
  await mails.receive(mails.anas, { ...answer, body: 'it waited for its thread' }, { thread });
  await scene.drain();
  const shown = () => JSON.stringify(scene.slack.messages('customers').map(({ blocks }) => blocks ?? []));
  expect(shown()).not.toContain('it waited for its thread');
  const { messages } = await scene.ana.discussions.get.query({ discussionId });
  await scene.ana.discussions.retry.mutate({ discussionId, messageId: messages[0]?.id as never });
  await scene.drain();
  expect(shown()).toContain('it waited for its thread');
});
