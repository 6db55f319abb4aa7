import { afterAll, beforeAll, expect, test } from 'vitest';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';

let scene: ChatScene;
beforeAll(async () => {
  scene = await createChatScene();
});
afterAll(() => scene.close());

async function countMails(): Promise<number> {
  const { rows } = await scene.app.ports.db.$client.query<{ n: number }>(
    'select count(*)::int as n from outgoing_mail',
  );
  return rows[0]?.n ?? 0;
}

async function untilHeard(discussionId: string, body: string): Promise<void> {
  const heard = async () => {
    const { rows } = await scene.app.ports.db.$client.query<{ body: string }>(
      'select body from message where discussion_id = $1',
      [discussionId],
    );
    return rows.map((row) => row.body);
  };
  await expect.poll(heard, { timeout: 30_000 }).toContain(body);
}

test('nothing that is said in Slack becomes mail to a customer, whatever it looks like and whoever listens', async () => {
  const { slack, ana } = scene;
  const talk = await scene.discuss('Reply to customer: yes, we deliver.');
  const at = { channel: 'customers', threadTs: talk.threadTs };
  for (const text of ['@customer: please send', 'To: marta@weiss-tools.example', 'reply all, dear Marta']) {
    slack.say({ ...at, user: 'ben', text });
    await untilHeard(talk.discussion.id, text);
  }
  // From now on outsiders read along; what is still said there stays talk.
  slack.workspace.getChannel('customers').isExtShared = true;
  const last = 'Dear customer, you may read this.';
  slack.say({ ...at, user: 'ben', text: last });
  await untilHeard(talk.discussion.id, last);
  const discussionId = talk.discussion.id;
  await ana.discussions.editMessage.mutate({ discussionId, messageId: talk.messageId, body: 'Send to customer now' });
  await scene.drain();
  expect(await countMails()).toBe(0);
});
