import { checkBlocks } from '../blocks.ts';
import { tsToMicros } from '../clock.ts';
import type { SlackChannel, SlackMessage, SlackMetadata, SlackPost } from '../model.ts';
import { addPost, editPost, removePost } from '../posts.ts';
import { refuse } from '../refusal.ts';
import { openDirect } from './conversations.ts';
import { getPost, getVisibleChannel, requireScope, type ApiMethods, type AuthedCall } from './api-call.ts';
import { viewMessage, viewPermalink } from './views.ts';

const MOST_IN_POST = 40_000;
/** Bytes of an edit's text after `&`, `<` and `>` are escaped: measured, stricter than a post's limit. */
const MOST_IN_EDIT = 4000;

export const CHAT_METHODS: ApiMethods = {
  'chat.postMessage': { tier: 'post', scopes: ['chat:write'], run: postMessage },
  'chat.postEphemeral': { tier: 4, scopes: ['chat:write'], run: postEphemeral },
  'chat.update': { tier: 3, scopes: ['chat:write'], run: updateMessage },
  'chat.delete': { tier: 3, scopes: ['chat:write'], run: deleteMessage },
  'chat.getPermalink': { tier: 'none', run: getPermalink },
};

function postMessage(call: AuthedCall): Record<string, unknown> {
  const { args, workspace, token } = call;
  const channel = getPostableChannel(call);
  const content = readContent(call, MOST_IN_POST);
  const post = addPost(workspace, channel, {
    ...content,
    ...readFace(call),
    authorId: token.userId,
    isFromApp: true,
    threadTs: readThreadTs(args.text('thread_ts')),
    isBroadcast: args.flag('reply_broadcast'),
    clientMsgId: args.text('client_msg_id'),
    unfurlLinks: args.flag('unfurl_links'),
    unfurlMedia: args.flag('unfurl_media'),
  });
  return { channel: channel.id, ts: post.message.ts, message: viewMessage(channel, post, true) };
}

function postEphemeral(call: AuthedCall): Record<string, unknown> {
  const channel = getPostableChannel(call);
  const user = call.workspace.users.get(call.args.required('user', 'user_not_in_channel'));
  if (!user || !channel.members.has(user.id)) refuse('user_not_in_channel');
  const { text } = readContent(call, MOST_IN_POST);
  const threadTs = readThreadTs(call.args.text('thread_ts'));
  call.state.whispers.push({ channelId: channel.id, userId: user.id, threadTs, text });
  return { message_ts: call.workspace.nextTs() };
}

function updateMessage(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  const post = getPost(channel, call.args.required('ts', 'message_not_found'));
  if (!isOwn(call, post)) refuse('cant_update_message');
  if (channel.isArchived) refuse('is_archived');
  const content = readContent(call, MOST_IN_EDIT);
  const change: Partial<SlackMessage> = { text: content.text };
  if (content.blocks) change.blocks = content.blocks;
  if (content.attachments) change.attachments = content.attachments;
  if (content.metadata) change.metadata = content.metadata;
  if (!content.blocks) delete post.message.blocks;
  editPost(call.workspace, channel, post, call.token.userId, change);
  return {
    channel: channel.id,
    ts: post.message.ts,
    text: post.message.text,
    message: viewMessage(channel, post, true),
  };
}

function deleteMessage(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  const post = getPost(channel, call.args.required('ts', 'message_not_found'));
  if (!isOwn(call, post)) refuse('cant_delete_message');
  if (channel.isArchived) refuse('is_archived');
  removePost(call.workspace, channel, post);
  return { channel: channel.id, ts: post.message.ts };
}

function getPermalink(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  const post = getPost(channel, call.args.required('message_ts', 'message_not_found'));
  return { channel: channel.id, permalink: viewPermalink(call.workspace, channel, post) };
}

/** Where the call may post: by id, by name, or a person's id for a direct message. */
function getPostableChannel(call: AuthedCall): SlackChannel {
  const reference = call.args.required('channel', 'channel_not_found');
  const person = call.workspace.users.get(reference);
  const named = call.workspace.findChannel(reference);
  const channel = person ? openDirect(call, [person.id]) : getVisibleChannel(call, named?.id ?? reference);
  if (channel.isArchived) refuse('is_archived');
  if (channel.members.has(call.token.userId)) return channel;
  if (!call.token.scopes.includes('chat:write.public')) refuse('not_in_channel');
  return getVisibleChannel(call, channel.id);
}

interface Content {
  text: string;
  blocks?: unknown[] | undefined;
  attachments?: unknown[] | undefined;
  metadata?: SlackMetadata | undefined;
}

function readContent({ args }: AuthedCall, most: number): Content {
  const text = args.text('text') ?? '';
  const given = args.json('blocks', 'invalid_blocks_format');
  const blocks = given === undefined ? undefined : checkBlocks(given);
  const attachments = readList(args.json('attachments', 'invalid_attachments'));
  if (text === '' && !blocks?.length && !attachments?.length) refuse('no_text');
  if (measure(text, most) > most) refuse('msg_too_long');
  return {
    text,
    blocks: blocks?.length ? blocks : undefined,
    attachments,
    metadata: readMetadata(args.json('metadata', 'invalid_metadata_format')),
  };
}

/** A post's limit counts characters, an edit's counts bytes of the escaped text. */
function measure(text: string, most: number): number {
  if (most === MOST_IN_POST) return text.length;
  const escaped = text.replace(/&(?!amp;|lt;|gt;)/g, '&amp;');
  return Buffer.byteLength(escaped);
}

function readList(value: unknown): unknown[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) return refuse('invalid_attachments');
  return value.length > 100 ? refuse('too_many_attachments') : value;
}

function readMetadata(value: unknown): SlackMetadata | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) return refuse('invalid_metadata_format');
  const type = 'event_type' in value ? value.event_type : undefined;
  const payload = 'event_payload' in value ? value.event_payload : undefined;
  if (typeof type !== 'string' || type === '' || typeof payload !== 'object' || payload === null) {
    return refuse('invalid_metadata_schema');
  }
  if (JSON.stringify(payload).length > 16_000) refuse('metadata_too_large');
  return { event_type: type, event_payload: { ...payload } };
}

/** The name and picture to post under, which need a scope of their own. */
function readFace({ args, token }: AuthedCall): {
  username?: string | undefined;
  icons?: Record<string, string> | undefined;
} {
  const username = args.text('username');
  const iconUrl = args.text('icon_url');
  const iconEmoji = args.text('icon_emoji');
  if (username === undefined && iconUrl === undefined && iconEmoji === undefined) return {};
  requireScope(token, 'chat:write.customize');
  if (token.kind !== 'bot') return {};
  if (iconEmoji !== undefined) return { username, icons: { emoji: iconEmoji } };
  return {
    username,
    icons: iconUrl === undefined ? undefined : { image_36: iconUrl, image_48: iconUrl, image_72: iconUrl },
  };
}

function readThreadTs(ts: string | undefined): string | undefined {
  if (ts === undefined) return undefined;
  return /^\d{10}\.\d{6}$/.test(ts) && tsToMicros(ts) !== undefined ? ts : refuse('invalid_thread_ts');
}

function isOwn(call: AuthedCall, post: SlackPost): boolean {
  return post.authorId === call.token.userId;
}
