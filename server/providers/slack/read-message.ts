import { z } from 'zod';
import type { ChatThreadMessage } from '#server/ports/chat.ts';
import type { OurApp } from '#server/ports/chat-intake.ts';
import { emojiOf } from './emoji-names.ts';
import { readBody } from './from-rich-text.ts';
import { metadataType } from './post-message.ts';

const SlackFile = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  mode: z.string().nullish(),
});

/** A message in events and in `conversations.*` (docs.slack.dev/reference/events/message), as far as we read it. */
export const SlackMessage = z.object({
  type: z.string().optional(),
  subtype: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  user: z.string().nullish(),
  app_id: z.string().nullish(),
  bot_id: z.string().nullish(),
  bot_profile: z.object({ app_id: z.string().nullish(), name: z.string().nullish() }).nullish().catch(null),
  username: z.string().nullish(),
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  edited: z.object({ ts: z.string() }).nullish().catch(null),
  files: z.array(z.unknown()).nullish().catch(null),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
    .nullish()
    .catch(null),
  reactions: z
    .array(z.object({ name: z.string(), users: z.array(z.string()) }))
    .nullish()
    .catch(null),
});
export type SlackMessage = z.infer<typeof SlackMessage>;

/** A Slack message in our terms. Posted under somebody's name, ours has no user but our app's id. */
export function readMessage(message: SlackMessage, app: OurApp): ChatThreadMessage {
  const writtenBy = message.app_id ?? message.bot_profile?.app_id ?? null;
  const isOurs = writtenBy === app.appId || message.user === app.botUserId;
  const isApp = message.bot_id != null || message.subtype === 'bot_message';
  return {
    ts: message.ts,
    threadTs: message.thread_ts ?? null,
    chatUserId: isApp ? (message.bot_id ?? null) : (message.user ?? null),
    appName: isApp ? (message.username ?? message.bot_profile?.name ?? 'An app') : null,
    isOurs,
    ourId: isOurs ? readOurId(message) : null,
    body: readBody(message),
    editedTs: message.edited?.ts ?? null,
    files: (message.files ?? []).flatMap(readFile),
    reactions: (message.reactions ?? []).map(({ name, users }) => ({ emoji: emojiOf(name), chatUserIds: users })),
  };
}

function readOurId({ metadata }: SlackMessage): string | null {
  const id = metadata?.event_type === metadataType ? metadata.event_payload['id'] : undefined;
  return typeof id === 'string' ? id : null;
}

function readFile(file: unknown): ChatThreadMessage['files'] {
  const read = SlackFile.safeParse(file);
  if (!read.success || read.data.mode === 'tombstone') return [];
  const { id, name, title, mimetype, size, url_private: url } = read.data;
  const shown = name ?? title ?? 'file';
  return [{ id, name: shown, contentType: mimetype ?? 'application/octet-stream', size: size ?? 0, url: url ?? '' }];
}
