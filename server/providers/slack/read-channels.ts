import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Chat, ChatAccess, ChatChannelState, ChatOutcome } from '#server/ports/chat.ts';
import { done } from './outcome.ts';
import { isOutsider, SlackUser } from './read-people.ts';
import { mapDone, type SlackClient } from './slack-client.ts';

const SlackChannel = z.object({
  id: z.string(),
  name: z.string().nullish(),
  is_private: z.boolean().nullish(),
  is_archived: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  is_mpim: z.boolean().nullish(),
  is_im: z.boolean().nullish(),
  is_shared: z.boolean().nullish(),
  is_ext_shared: z.boolean().nullish(),
  is_pending_ext_shared: z.boolean().nullish(),
  is_org_shared: z.boolean().nullish(),
});
type SlackChannel = z.infer<typeof SlackChannel>;

const mostPages = 50;
/** With more members the workspace's whole list is read: asking about each would pass Slack's 100 calls a minute. */
const mostMembersAsked = 30;

/** Reads channels. One with people from outside (Slack Connect, guests) has the problem `outsiders`. */
export function createChannels(client: SlackClient): Pick<Chat, 'readChannel' | 'listChannels' | 'openGroup'> {
  return {
    readChannel: (access, channelId) => readChannel(client, access, channelId),
    listChannels: async (access) => {
      const read = await readPages(client, access, (web, cursor) =>
        web.conversations.list({
          types: 'public_channel,private_channel',
          exclude_archived: true,
          limit: 500,
          ...cursor,
        }),
      );
      return mapDone(read, (pages) =>
        pages.flatMap(({ channels = [] }) =>
          channels.flatMap((channel) => {
            const known = SlackChannel.safeParse(channel);
            return known.success ? [stateOf(known.data)] : [];
          }),
        ),
      );
    },
    openGroup: async (access, chatUserIds) => {
      const opened = await client.call(access.token, (web) => web.conversations.open({ users: chatUserIds.join(',') }));
      return mapDone(opened, ({ channel }) => ({ channelId: channel?.id ?? '' }));
    },
  };
}

async function readChannel(
  client: SlackClient,
  access: ChatAccess,
  channelId: string,
): Promise<ChatOutcome<ChatChannelState>> {
  const read = await client.call(access.token, (web) => web.conversations.info({ channel: channelId }));
  if (read.outcome === 'refused' && read.error === 'channel-missing')
    return done({ channelId, name: '', isPrivate: true, problem: 'missing', memberIds: null });
  if (read.outcome !== 'done') return read;
  const channel = SlackChannel.safeParse(read.value.channel);
  if (!channel.success) return { outcome: 'uncertain', reason: 'Slack’s answer was not clear.' };
  const state = stateOf(channel.data);
  if (state.problem !== null) return done(state);
  const members = await readMembers(client, access, channelId);
  if (members.outcome !== 'done') return members;
  const outsiders = await hasOutsiders(client, access, members.value);
  return mapDone(outsiders, (found) => ({
    ...state,
    memberIds: members.value,
    problem: found ? ('outsiders' as const) : null,
  }));
}

function stateOf(channel: SlackChannel): ChatChannelState {
  return {
    channelId: channel.id,
    name: channel.name ?? '',
    isPrivate: channel.is_private === true || channel.is_mpim === true || channel.is_im === true,
    problem: problemOf(channel),
    memberIds: null,
  };
}

function problemOf(channel: SlackChannel): ChatChannelState['problem'] {
  if (channel.is_ext_shared === true || channel.is_pending_ext_shared === true) return 'outsiders';
  // Shared within one organisation is still shared with people outside the installed workspace.
  if (channel.is_shared === true) return 'outsiders';
  if (channel.is_archived === true) return 'archived';
  const isDirect = channel.is_mpim === true || channel.is_im === true;
  return channel.is_member === true || isDirect ? null : 'not-in-channel';
}

/** Everybody in a channel but the app itself. */
async function readMembers(
  client: SlackClient,
  access: ChatAccess,
  channelId: string,
): Promise<ChatOutcome<readonly string[]>> {
  const read = await readPages(client, access, (web, cursor) =>
    web.conversations.members({ channel: channelId, limit: 500, ...cursor }),
  );
  return mapDone(read, (pages) => pages.flatMap(({ members = [] }) => members).filter((id) => id !== access.botUserId));
}

async function hasOutsiders(
  client: SlackClient,
  access: ChatAccess,
  members: readonly string[],
): Promise<ChatOutcome<boolean>> {
  if (members.length > mostMembersAsked) return everyoneHasOutsiders(client, access, new Set(members));
  for (const id of members) {
    const user = await client.call(access.token, (web) => web.users.info({ user: id }));
    if (user.outcome === 'refused' && user.providerError === 'user_not_found') return done(true);
    if (user.outcome !== 'done') return user;
    const known = SlackUser.safeParse(user.value.user);
    if (known.success && isOutsiderInRoom(known.data, access)) return done(true);
  }
  return done(false);
}

async function everyoneHasOutsiders(
  client: SlackClient,
  access: ChatAccess,
  members: ReadonlySet<string>,
): Promise<ChatOutcome<boolean>> {
  const read = await readPages(client, access, (web, cursor) => web.users.list({ limit: 1000, ...cursor }));
  return mapDone(read, (pages) => {
    const users = pages.flatMap((page) => page.members ?? []).flatMap((each) => SlackUser.safeParse(each).data ?? []);
    const inRoom = users.filter((user) => members.has(user.id));
    // Somebody whom the workspace's list does not have is from elsewhere.
    return inRoom.length < members.size || inRoom.some((user) => isOutsiderInRoom(user, access));
  });
}

/** Other apps and people who left are no outsiders: the first are the workspace's own choice, the second read nothing. */
function isOutsiderInRoom(user: SlackUser, access: ChatAccess): boolean {
  return user.is_bot !== true && user.deleted !== true && isOutsider(user, access.externalTeamId);
}

interface Page {
  readonly response_metadata?: { readonly next_cursor?: string };
}

async function readPages<P extends Page>(
  client: SlackClient,
  access: ChatAccess,
  readPage: (web: WebClient, cursor: { cursor?: string }) => Promise<P>,
): Promise<ChatOutcome<P[]>> {
  const pages: P[] = [];
  let cursor: { cursor?: string } = {};
  while (pages.length < mostPages) {
    const at = cursor;
    const read = await client.call(access.token, (web) => readPage(web, at));
    if (read.outcome !== 'done') return read;
    pages.push(read.value);
    const next = read.value.response_metadata?.next_cursor ?? '';
    if (next === '') break;
    cursor = { cursor: next };
  }
  return done(pages);
}
