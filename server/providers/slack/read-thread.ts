import type { WebClient } from '@slack/web-api';
import type { Chat, ChatAccess, ChatOutcome, PostedMessage } from '#server/ports/chat.ts';
import { done, refuse } from './outcome.ts';
import { readMessage, SlackMessage } from './read-message.ts';
import { permalink, type SlackClient } from './slack-client.ts';

/** Subtypes that tell of the channel and not of what somebody said. */
const notSaid = new Set([
  'tombstone',
  'channel_join',
  'channel_leave',
  'channel_topic',
  'channel_purpose',
  'channel_name',
  'channel_archive',
  'channel_unarchive',
  'group_join',
  'group_leave',
  'pinned_item',
  'reminder_add',
]);

/** True for a message that somebody wrote, by its subtype. */
export function isSaid(subtype: string | undefined): boolean {
  return subtype === undefined || !notSaid.has(subtype);
}

const mostPages = 20;

/** Reads threads, and looks up what an unclear post may have left behind. */
export function createReading(client: SlackClient): Pick<Chat, 'findPosted' | 'readThread'> {
  return {
    findPosted: (access, where, id) => findPosted(client, access, where, id),
    readThread: async (access, { channelId, threadTs, sinceTs, cursor, limit }) => {
      const page = await client.call(access.token, (web) =>
        web.conversations.replies({
          channel: channelId,
          ts: threadTs,
          limit,
          include_all_metadata: true,
          ...(sinceTs === null ? {} : { oldest: sinceTs }),
          ...(cursor === null ? {} : { cursor }),
        }),
      );
      if (page.outcome !== 'done') return page;
      const { messages = [], response_metadata: more } = page.value;
      const read = readAll(messages);
      // One that was left out would pass for deleted.
      if (read.length < messages.length)
        return refuse('rejected', 'unreadable_message', 'Slack’s answer was not clear.');
      return done({
        messages: read.filter((message) => isSaid(message.subtype)).map((message) => readMessage(message, access)),
        nextCursor: more?.next_cursor === undefined || more.next_cursor === '' ? null : more.next_cursor,
      });
    },
  };
}

function readAll(messages: readonly unknown[]): SlackMessage[] {
  return messages.flatMap((message) => {
    const read = SlackMessage.safeParse(message);
    return read.success ? [read.data] : [];
  });
}

async function findPosted(
  client: SlackClient,
  access: ChatAccess,
  where: { channelId: string; threadTs: string | null; sinceMs: number },
  id: string,
): Promise<ChatOutcome<PostedMessage | null>> {
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const read = await client.call(access.token, (web) => readPage(web, where, cursor));
    if (read.outcome !== 'done') return read;
    const messages = readAll(read.value.messages ?? []);
    const found = messages.find((message) => readMessage(message, access).ourId === id);
    if (found !== undefined)
      return done({ ts: found.ts, url: permalink(access.workspaceUrl, where.channelId, found.ts, where.threadTs) });
    cursor = read.value.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return done(null);
  }
  return { outcome: 'uncertain', reason: 'Too much was written since to find the message again.' };
}

function readPage(
  web: WebClient,
  { channelId, threadTs, sinceMs }: { channelId: string; threadTs: string | null; sinceMs: number },
  cursor: string | undefined,
) {
  const common = {
    channel: channelId,
    oldest: (sinceMs / 1000).toFixed(6),
    include_all_metadata: true,
    limit: 200,
    ...(cursor === undefined ? {} : { cursor }),
  };
  return threadTs === null ? web.conversations.history(common) : web.conversations.replies({ ...common, ts: threadTs });
}
