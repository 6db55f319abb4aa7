import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '#server/kernel/ids.ts';
import type { ChatOutcome } from '#server/ports/chat.ts';
import { createEmulatedSlack, emulatedParts } from './chat/emulated-slack.ts';
import { createStrictSlack, strictParts } from './chat/strict-slack.ts';
import { type ChatSubject, type Part } from './chat/subject.ts';

const card = {
  subject: 'Quote for <40> benches & tables',
  senderName: 'Marta Weiss',
  senderAddress: 'marta@weiss.example',
  companyName: 'Weiss Tools',
  startedBy: 'Ana Duarte',
  url: 'https://mail.google.com/mail/u/0/#inbox/18c1',
};
const ana = { name: 'Ana Duarte', pictureUrl: null };

/** The value of a call that must have succeeded. */
function valueOf<Value>(outcome: ChatOutcome<Value>): Value {
  if (outcome.outcome === 'done') return outcome.value;
  throw new Error(`expected an answer, got ${JSON.stringify(outcome)}`);
}

function contract(name: string, create: () => Promise<ChatSubject>, has: readonly Part[]): void {
  const part = (of: Part, run: () => Promise<void>) => {
    if (has.includes(of)) test(of, run);
  };
  describe(`the chat port against ${name}`, () => {
    let subject: ChatSubject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject.close());
    const startThread = async (body = 'hello') => {
      const { chat, access, channelId } = subject;
      const root = valueOf(await chat.postCard(access, { channelId }, createId(), card));
      const at = { channelId, threadTs: root.ts };
      const id = createId<string>();
      const posted = valueOf(await chat.postMessage(access, at, id, ana, body));
      return { root, at, id, posted };
    };
    const readThread = async (threadTs: string) => {
      const { chat, access, channelId } = subject;
      const page = { channelId, threadTs, sinceTs: null, cursor: null, limit: 100 };
      return valueOf(await chat.readThread(access, page)).messages;
    };

    part('card', async () => {
      const { chat, access, channelId } = subject;
      const id = createId<string>();
      const posted = valueOf(await chat.postCard(access, { channelId }, id, card));
      const [root] = await readThread(posted.ts);
      expect(root).toMatchObject({ ts: posted.ts, isOurs: true, ourId: id });
      expect(posted.url).toMatch(/^https:\/\/[\w-]+\.slack\.com\/archives\/\w+\/p\d{16}$/);
    });

    part('post', async () => {
      const { root, posted, id } = await startThread('**bold** and <script>');
      const messages = await readThread(root.ts);
      expect(messages.at(-1)).toMatchObject({ ts: posted.ts, threadTs: root.ts, isOurs: true, ourId: id });
      expect(messages.at(-1)?.body).toBe('**bold** and \\<script>');
      expect(posted.url).toContain(`thread_ts=${root.ts}`);
    });

    part('edit', async () => {
      const { root, posted, id } = await startThread();
      const { chat, access, channelId } = subject;
      valueOf(await chat.editMessage(access, { channelId, ts: posted.ts }, id, 'changed', null));
      const messages = await readThread(root.ts);
      expect(messages.at(-1)).toMatchObject({ body: 'changed', ourId: id });
      expect(messages.at(-1)?.editedTs).not.toBeNull();
    });

    part('delete', async () => {
      const { root, posted } = await startThread();
      const { chat, access, channelId } = subject;
      const at = { channelId, ts: posted.ts };
      valueOf(await chat.deleteMessage(access, at));
      expect((await readThread(root.ts)).map(({ ts }) => ts)).not.toContain(posted.ts);
      expect(await chat.deleteMessage(access, at)).toMatchObject({ outcome: 'refused', error: 'message-missing' });
    });

    part('react', async () => {
      const { root, posted } = await startThread();
      const { chat, access, channelId } = subject;
      const at = { channelId, ts: posted.ts };
      valueOf(await chat.setReaction(access, at, '👍', true));
      expect(await chat.setReaction(access, at, '👍', true)).toMatchObject({ outcome: 'refused', error: 'already-so' });
      expect((await readThread(root.ts)).at(-1)?.reactions).toEqual([{ emoji: '👍', chatUserIds: [access.botUserId] }]);
      valueOf(await chat.setReaction(access, at, '👍', false));
      expect(await chat.setReaction(access, at, '👍', false)).toMatchObject({
        outcome: 'refused',
        error: 'already-so',
      });
      expect((await readThread(root.ts)).at(-1)?.reactions).toEqual([]);
    });

    part('look up', async () => {
      const { chat, access, channelId } = subject;
      const sinceMs = Date.now() - 5000;
      const cardId = createId<string>();
      const root = valueOf(await chat.postCard(access, { channelId }, cardId, card));
      const id = createId<string>();
      const posted = valueOf(await chat.postMessage(access, { channelId, threadTs: root.ts }, id, ana, 'find me'));
      const inChannel = { channelId, threadTs: null, sinceMs };
      const inThread = { channelId, threadTs: root.ts, sinceMs };
      expect(valueOf(await chat.findPosted(access, inChannel, cardId))?.ts).toBe(root.ts);
      expect(valueOf(await chat.findPosted(access, inThread, id))?.ts).toBe(posted.ts);
      expect(valueOf(await chat.findPosted(access, inThread, createId()))).toBeNull();
    });

    part('read a thread', async () => {
      const { root } = await startThread();
      const ts = await subject.say(root.ts, 'See &lt;this&gt; :tada:');
      const said = (await readThread(root.ts)).find((message) => message.ts === ts);
      expect(said).toMatchObject({
        threadTs: root.ts,
        chatUserId: subject.person.chatUserId,
        isOurs: false,
        ourId: null,
        editedTs: null,
        files: [],
      });
      expect(said?.body).toBe('See \\<this> 🎉');
    });

    part('list channels', async () => {
      const channels = valueOf(await subject.chat.listChannels(subject.access));
      expect(channels.find((channel) => channel.channelId === subject.channelId)).toMatchObject({
        name: 'customers',
        problem: null,
      });
    });

    part('missing channel', async () => {
      const { chat, access } = subject;
      expect(valueOf(await chat.readChannel(access, 'C0NOWHERE')).problem).toBe('missing');
      const posted = await chat.postCard(access, { channelId: 'C0NOWHERE' }, createId(), card);
      expect(posted).toMatchObject({ outcome: 'refused', error: 'channel-missing' });
    });

    part('person', async () => {
      const { chat, access, person } = subject;
      const read = valueOf(await chat.readPerson(access, person.chatUserId));
      expect(read).toMatchObject({ chatUserId: person.chatUserId, name: person.name });
      expect(valueOf(await chat.findPersonByEmail(access, person.email))?.chatUserId).toBe(person.chatUserId);
      expect(valueOf(await chat.findPersonByEmail(access, 'nobody@nowhere.example'))).toBeNull();
    });

    part('group', async () => {
      const { chat, access, person } = subject;
      const { channelId } = valueOf(await chat.openGroup(access, [person.chatUserId]));
      expect(valueOf(await chat.openGroup(access, [person.chatUserId])).channelId).toBe(channelId);
      const posted = valueOf(await chat.postCard(access, { channelId }, createId(), card));
      expect(posted.ts).toMatch(/^\d+\.\d+$/);
    });

    part('files', async () => {
      const { chat, access, channelId } = subject;
      const { root, at } = await startThread();
      const bytes = new TextEncoder().encode('name,size\nbench,40\n');
      const { fileId } = valueOf(await chat.prepareFile(access, { name: 'list.csv', size: bytes.length, bytes }));
      const before = await chat.isFileShared(access, channelId, fileId);
      expect(before.outcome === 'done' && before.value).toBe(false);
      valueOf(await chat.shareFile(access, at, { fileId, name: 'list.csv', comment: 'Ana shared a file' }));
      expect(valueOf(await chat.isFileShared(access, channelId, fileId))).toBe(true);
      const shared = (await readThread(root.ts)).at(-1)?.files[0];
      expect(shared).toMatchObject({ id: fileId, name: 'list.csv', size: bytes.length });
      const back = valueOf(await chat.downloadFile(access, shared?.url ?? ''));
      expect(await readText(back)).toBe('name,size\nbench,40\n');
      expect(await chat.downloadFile(access, 'https://elsewhere.example/x')).toMatchObject({ outcome: 'refused' });
    });

    // Last: it leaves the channel archived.
    part('archived channel', async () => {
      const { chat, access, channelId } = subject;
      await subject.archive();
      expect(valueOf(await chat.readChannel(access, channelId)).problem).toBe('archived');
      const posted = await chat.postCard(access, { channelId }, createId(), card);
      expect(posted).toMatchObject({ outcome: 'refused', error: 'archived' });
    });
  });
}

contract('the strict stand-in', createStrictSlack, strictParts);
contract('emulate 0.12.2', createEmulatedSlack, emulatedParts);
