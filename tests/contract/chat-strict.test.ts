import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createId } from '#server/kernel/ids.ts';
import type { ChatOutcome, ChatRefusal } from '#server/ports/chat.ts';
import { createStrictSlack, type StrictSubject } from './chat/strict-slack.ts';

let subject: StrictSubject;
beforeEach(async () => {
  subject = await createStrictSlack();
});
afterEach(() => subject.close());

const card = {
  subject: 'Quote',
  senderName: 'Marta Weiss',
  senderAddress: 'marta@weiss.example',
  companyName: null,
  startedBy: 'Ana',
  url: null,
};
const ana = { name: 'Ana Duarte', pictureUrl: 'https://pictures.example/ana.png' };

function valueOf<Value>(outcome: ChatOutcome<Value>): Value {
  if (outcome.outcome === 'done') return outcome.value;
  throw new Error(`expected an answer, got ${JSON.stringify(outcome)}`);
}

async function startThread() {
  const { chat, access, channelId } = subject;
  const root = valueOf(await chat.postCard(access, { channelId }, createId(), card));
  return { channelId, threadTs: root.ts };
}

const post = async (body: string, at?: { channelId: string; threadTs: string }) =>
  subject.chat.postMessage(subject.access, at ?? (await startThread()), createId(), ana, body);

describe('the chat port where only the strict stand-in can judge', () => {
  test('name and picture: posts show their author and unfurl nothing', async () => {
    const { ts } = valueOf(await post('https://example.com'));
    const found = subject.slack.findPost({ channel: 'customers', ts });
    expect(found).toMatchObject({ unfurlLinks: false, unfurlMedia: false });
    expect(found?.message).toMatchObject({ username: 'Ana Duarte', icons: { image_48: ana.pictureUrl } });
  });

  test('nothing a teammate writes calls a channel or a group', async () => {
    const body =
      '<!channel> <!here|here> @channel @here @everyone <!subteam^S1> `<!channel>` [x](https://a.example/<!here>)';
    const { ts } = valueOf(await post(body));
    const { text = '' } = subject.slack.findPost({ channel: 'customers', ts })?.message ?? {};
    expect(text).not.toMatch(/<!/);
    expect(text).not.toMatch(/@(channel|here|everyone)/);
  });

  test('confirmed address: only of full members', async () => {
    const { chat, access, slack } = subject;
    const addressOf = async (name: string) =>
      valueOf(await chat.readPerson(access, slack.workspace.getUser(name).id)).confirmedEmail;
    expect(await addressOf('ben')).toBe('ben@northwind.example');
    slack.changeUser('ben', { isEmailConfirmed: false });
    expect(await addressOf('ben')).toBeNull();
    expect(await addressOf('gina')).toBeNull();
    expect(await addressOf('lee')).toBeNull();
    slack.changeUser('chiara', { isStranger: true });
    expect(await addressOf('chiara')).toBeNull();
  });

  test('outsiders: Slack Connect, pending invitations and guests', async () => {
    const { chat, access, slack, channelId } = subject;
    const problem = async () => valueOf(await chat.readChannel(access, channelId)).problem;
    expect(await problem()).toBeNull();
    slack.join('customers', 'gina');
    expect(await problem()).toBe('outsiders');
    slack.leave('customers', 'gina');
    expect(await problem()).toBeNull();
    slack.shareExternally('customers', 'pending');
    expect(await problem()).toBe('outsiders');
    slack.shareExternally('customers', 'on');
    expect(await problem()).toBe('outsiders');
  });

  test('not in channel', async () => {
    const { chat, access, slack } = subject;
    const channelId = slack.workspace.getChannel('logistics').id;
    expect(valueOf(await chat.readChannel(access, channelId)).problem).toBe('not-in-channel');
    const posted = await chat.postCard(access, { channelId }, createId(), card);
    expect(posted).toMatchObject({ outcome: 'refused', error: 'not-in-channel' });
  });

  test('long messages: posted and edited whole, or refused with a sentence', async () => {
    const { chat, access, channelId } = subject;
    const at = await startThread();
    const paragraph = `${'word '.repeat(90).trim()}\n\n`;
    const id = createId<string>();
    const long = paragraph.repeat(20);
    const { ts } = valueOf(await chat.postMessage(access, at, id, ana, long));
    valueOf(await chat.editMessage(access, { channelId, ts }, id, `${long} and more`, null));
    const inSlack = JSON.stringify(subject.slack.findPost({ channel: 'customers', ts })?.message.blocks);
    expect(inSlack.match(/word/g)?.length).toBe(1800);
    expect(inSlack).toContain('and more');
    expect(await post('x'.repeat(50_000), at)).toMatchObject({ outcome: 'refused', error: 'too-long' });
  });

  test('bad tokens: revoked, unknown, expired', async () => {
    const { chat, access, slack, channelId } = subject;
    const call = (token: string) => chat.postCard({ ...access, token }, { channelId }, createId(), card);
    const unknown = await call('xoxb-nobody');
    expect(unknown).toMatchObject({ outcome: 'refused', error: 'signed-out', providerError: 'invalid_auth' });
    slack.expireTokens();
    expect(await call(access.token)).toMatchObject({ error: 'signed-out', providerError: 'token_expired' });
    slack.uninstall();
    expect(await call(access.token)).toMatchObject({ error: 'signed-out', providerError: 'account_inactive' });
  });

  test('token rotation: a refresh token is good once', async () => {
    const { chat, slack } = subject;
    const { refreshToken = '' } = slack.install(['chat:write']);
    const renewed = valueOf(await chat.signIn.refresh(refreshToken));
    expect(renewed.accessToken).not.toBe('');
    expect(renewed.refreshToken).not.toBe(refreshToken);
    expect(renewed.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    expect(await chat.signIn.refresh(refreshToken)).toMatchObject({ outcome: 'refused', error: 'signed-out' });
  });

  test('a person’s own word: their message, their reaction', async () => {
    const at = await startThread();
    const as = subject.asPerson('ben');
    const ts = await subject.say(at.threadTs, 'mine');
    valueOf(await subject.chat.editMessage(as, { channelId: at.channelId, ts }, createId(), 'still mine', null));
    valueOf(await subject.chat.setReaction(as, { channelId: at.channelId, ts }, '👀', true));
    const message = subject.slack.findPost({ channel: 'customers', ts })?.message;
    expect(message).toMatchObject({
      text: 'still mine',
      reactions: [{ name: 'eyes', users: [subject.person.chatUserId] }],
    });
    const byBot = await subject.chat.editMessage(
      subject.access,
      { channelId: at.channelId, ts },
      createId(),
      'no',
      null,
    );
    expect(byBot).toMatchObject({ outcome: 'refused', error: 'not-yours' });
  });

  test('limits: how long to wait, and never a repeat by itself', async () => {
    const at = await startThread();
    subject.slack.faults.next({ kind: 'ratelimited', method: 'chat.postMessage', retryAfterSeconds: 17 });
    expect(await post('limited', at)).toMatchObject({ outcome: 'limited', retryAfterMs: 17_000 });
    const calls = subject.slack.calls().filter((call) => call.args['text'] === 'limited');
    expect(calls).toHaveLength(1);
  });

  test.each([
    ['http5xx', 0],
    ['drop-request', 0],
    ['drop-answer', 1],
    ['late-accept', 0],
    ['slow', 1],
    ['error:internal_error', 0],
    ['error:fatal_error', 0],
  ] as const)('no answer: %s is unclear, whether it happened or not, and is not repeated', async (kind, copies) => {
    await subject.close();
    subject = await createStrictSlack(600);
    const at = await startThread();
    subject.slack.faults.next({ kind, method: 'chat.postMessage', delayMs: 3_000 });
    const outcome = await post('unclear', at);
    expect(outcome.outcome).toBe('uncertain');
    const texts = subject.slack.messages('customers').filter((message) => message.text === 'unclear');
    expect(texts).toHaveLength(copies);
    expect(subject.slack.calls().filter((call) => call.args['text'] === 'unclear')).toHaveLength(1);
  });

  test('Slack can’t be reached: nothing happened, and it is said so', async () => {
    const at = await startThread();
    await subject.slack.close();
    expect(await post('away', at)).toMatchObject({ outcome: 'limited' });
    subject = await createStrictSlack();
  });

  test.each<[string, ChatRefusal]>([
    ['channel_not_found', 'channel-missing'],
    ['not_in_channel', 'not-in-channel'],
    ['is_archived', 'archived'],
    ['token_revoked', 'signed-out'],
    ['account_inactive', 'signed-out'],
    ['invalid_auth', 'signed-out'],
    ['msg_too_long', 'too-long'],
    ['invalid_blocks', 'rejected'],
    ['missing_scope', 'missing-scope'],
    ['thread_not_found', 'message-missing'],
    ['a_word_of_tomorrow', 'rejected'],
  ])('each refusal: %s', async (word, error) => {
    const at = await startThread();
    subject.slack.faults.next({ kind: `error:${word}`, method: 'chat.postMessage' });
    const outcome = await post('refused', at);
    expect(outcome).toMatchObject({ outcome: 'refused', error, providerError: word });
    expect(outcome.outcome === 'refused' && outcome.reason).toMatch(/[A-Z].*\.$/);
  });
});
