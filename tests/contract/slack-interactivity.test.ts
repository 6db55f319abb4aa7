import { afterAll, beforeAll, expect, test } from 'vitest';
import { createId } from '#server/kernel/ids.ts';
import type { ChatReplyForm } from '#server/ports/chat.ts';
import type { ChatMail } from '#server/ports/chat-news.ts';
import { createSlackIntake } from '#server/providers/slack/read-event.ts';
import { startSlackSocket } from '#server/providers/slack/socket-mode.ts';
import { createLogger } from '#server/kernel/logger.ts';
import { createStrictSlack, type StrictSubject } from './chat/strict-slack.ts';

let subject: StrictSubject;
const intake = createSlackIntake('unused');

beforeAll(async () => {
  subject = await createStrictSlack();
});
afterAll(() => subject.close());

const mail: ChatMail = {
  kind: 'mail',
  senderName: 'Marta Weiss',
  senderAddress: 'marta@weiss.example',
  subject: 'Benches',
  text: 'How long are they?',
  files: [],
  filesToShow: null,
  url: null,
  subjectId: createId(),
  isClosed: false,
  notes: [],
  reminders: [{ value: '20', label: 'in 20 minutes' }],
};

const form: ChatReplyForm = {
  state: '{}',
  subject: 'Re: Benches',
  kinds: [{ value: 'reply', label: 'Marta Weiss', recipients: 'To: Marta Weiss <marta@weiss.example>' }],
  kind: 'reply',
  mailboxes: [{ value: 'm1', label: 'support@northwind.example' }],
  mailbox: 'm1',
  cautions: ['A newer e-mail has arrived.'],
  text: 'Two metres.',
};

const open = (triggerId: string, more: Partial<ChatReplyForm> = {}) =>
  subject.chat.openReply(subject.access, triggerId, { ...form, ...more });

test('a form opens by a trigger that is young and not used, within Slack’s limits', async () => {
  const { slack } = subject;
  const { interactivity } = slack;
  const ben = slack.workspace.getUser('ben').id;
  const trigger = interactivity.createTrigger(ben);
  expect(await open(trigger, { state: 'x'.repeat(3_001) })).toMatchObject({ outcome: 'refused' });
  expect(await open(trigger, { text: 'x'.repeat(3_001) })).toMatchObject({ outcome: 'refused' });
  expect(await open(trigger)).toEqual({ outcome: 'done', value: null });
  expect(await open(trigger)).toMatchObject({ providerError: 'exchanged_trigger_id' });
  expect(await open(interactivity.createTrigger(ben, 3_100))).toMatchObject({ providerError: 'expired_trigger_id' });
  expect(await open('nobody’s')).toMatchObject({ providerError: 'invalid_trigger_id' });
  const many = Array.from({ length: 101 }, (_, index) => ({ value: `m${index}`, label: 'x' }));
  expect(await open(interactivity.createTrigger(ben), { mailboxes: many })).toMatchObject({ outcome: 'refused' });
});

test('over Socket Mode presses and forms come the same, and their answers go back with the acknowledgement', async () => {
  const { slack, chat, access, channelId } = subject;
  const root = await chat.postMessage(access, { channelId, threadTs: null }, createId(), null, 'a thread');
  const threadTs = root.outcome === 'done' ? root.value.ts : '';
  const posted = await chat.postNews(access, { channelId, threadTs }, createId(), mail);
  const ts = posted.outcome === 'done' ? posted.value.ts : '';
  const heard: unknown[] = [];
  const socket = startSlackSocket({
    appToken: slack.issueToken('app', ['connections:write']),
    apiUrl: slack.apiUrl,
    accept: () => Promise.resolve(true),
    interact: (body) => {
      const [press, reply] = [intake.readPress(body), intake.readReply(body)];
      heard.push(press ?? reply);
      return Promise.resolve(reply === null ? undefined : intake.answerReply({ next: 'wrong', why: 'Not now.' }));
    },
    onGap: () => undefined,
    logger: createLogger('silent'),
  });
  try {
    await slack.sockets.waitForConnections(1, 15_000);
    const press = { channel: channelId, ts, user: 'ben', label: 'Remind me…', choice: 'in 20 minutes' };
    expect(await slack.press(press)).toEqual({ body: {} });
    const modal = await slack.waitForModal('ben');
    expect(await slack.submit(modal, { text: 'Three.' })).toEqual({
      body: { response_action: 'errors', errors: { text: 'Not now.' } },
    });
    const { id: chatUserId, teamId } = slack.workspace.getUser('ben');
    const whose = { externalTeamId: teamId, appId: slack.app.id, chatUserId, userTeamId: teamId };
    expect(heard).toEqual([
      { ...whose, triggerId: expect.any(String), channelId, action: 'remind', subjectId: mail.subjectId, choice: '20' },
      { ...whose, state: '{}', kind: 'reply', mailbox: 'm1', text: 'Three.' },
    ]);
  } finally {
    await socket.stop();
  }
});
