import { sql } from 'drizzle-orm';
import type { MessageForChat } from '../discussions/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Workspace } from './installation.ts';
import { findChatUsers } from './people.ts';

/** Whoever was not found in the chat is looked for again after this long. */
const askAgainMs = 60 * 60 * 1000;
const mostKept = 10_000;
const asked = new Map<string, number>();

interface Face {
  readonly pictureUrl: string | null;
  /** The chat was asked, which takes a while. */
  readonly isLookedUp: boolean;
}

/**
 * The picture to post under. A teammate without one here is looked up in the chat at their first post; a chat that
 * can't say now is no reason to keep the message back.
 */
export async function findFace(
  ports: ChatPorts,
  workspace: Workspace,
  { kind, id, pictureUrl }: MessageForChat['author'],
): Promise<Face> {
  if (pictureUrl !== null || kind === 'guest') return { pictureUrl, isLookedUp: false };
  const key = `${workspace.teamId} ${workspace.id} ${id}`;
  const now = ports.clock.now().getTime();
  if (now - (asked.get(key) ?? -Infinity) < askAgainMs) return { pictureUrl, isLookedUp: false };
  if (asked.size >= mostKept) asked.clear();
  asked.set(key, now);
  const chatUserId = (await findChatUsers(ports, workspace, [id])).get(id);
  if (chatUserId === undefined) return { pictureUrl, isLookedUp: true };
  const { rows } = await ports.db.execute<{ picture_url: string | null }>(sql`
    select picture_url from chat_person where team_id = ${workspace.teamId} and installation_id = ${workspace.id}
      and chat_user_id = ${chatUserId}`);
  return { pictureUrl: rows[0]?.picture_url ?? null, isLookedUp: true };
}
