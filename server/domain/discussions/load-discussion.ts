import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { signDownload } from '../attachments/index.ts';
import { pictureLink } from '../pictures/index.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { discussionSql, pageSize, visibleSql } from './discussion-sql.ts';
import { discussionNotFound, requireDiscussion } from './find-discussion.ts';
import { messagesSql } from './message-sql.ts';
import { readDiscussion, type DiscussionRow } from './read-discussion.ts';
import { readMessages, type MessageBundle, type ViewLinks } from './read-messages.ts';

const oneDiscussion: PreparedStatement = {
  name: 'discussions.get',
  text: `select ${discussionSql('$3')} as discussion`,
};

const someMessages: PreparedStatement = {
  name: 'discussions.messages',
  text: `select ${messagesSql('select m.* from message m where m.team_id = $1 and m.id = any($2::uuid[])')} as bundle`,
};

const olderMessages: PreparedStatement = {
  name: 'discussions.history',
  text: `select ${messagesSql(`select m.* from message m join discussion d on d.team_id = $1 and d.id = m.discussion_id
      where m.team_id = $1 and m.discussion_id = $3 and m.seq < $4 and d.deleted_at is null and ${visibleSql('d')}
      order by m.seq desc limit ${pageSize + 1}`)} as bundle`,
};

/** Where a team's views read files and pictures. */
export function viewLinks(ports: Pick<Ports, 'config' | 'clock' | 'pictures'>, teamId: string): ViewLinks {
  return {
    file: (fileId) => signDownload(ports, { teamId: teamId as Context['teamId'], fileId }),
    picture: (url) => pictureLink(ports, teamId, url),
  };
}

/** A discussion with its newest messages. Throws Problem 'not-found' when the asker may not see it or it is deleted. */
export async function getDiscussion(ports: Ports, ctx: Context, discussionId: DiscussionId): Promise<Discussion> {
  requirePermission(ctx, 'discussion.read');
  const values = [ctx.teamId, ctx.userId, discussionId];
  const [row] = await runPrepared<{ discussion: DiscussionRow | null }>(ports.db, oneDiscussion, values);
  if (row === undefined || row.discussion === null || row.discussion.deletedAt !== null) throw discussionNotFound();
  return readDiscussion(row.discussion, viewLinks(ports, ctx.teamId));
}

/** The messages with these ids that the team has, whoever may see them: the caller checks that. */
export async function loadMessages(ports: Ports, teamId: string, ids: readonly string[]): Promise<Message[]> {
  const [row] = await runPrepared<{ bundle: MessageBundle }>(ports.db, someMessages, [teamId, ids]);
  return row === undefined ? [] : readMessages(row.bundle, viewLinks(ports, teamId));
}

/** A message that the caller has just checked or changed. */
export async function getMessage(ports: Ports, ctx: Context, messageId: MessageId): Promise<Message> {
  const [message] = await loadMessages(ports, ctx.teamId, [messageId]);
  if (message === undefined) throw discussionNotFound();
  return message;
}

/** A page of older messages, oldest first. Throws Problem 'not-found' when the asker may not see the discussion. */
export async function readHistory(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; beforeSeq: number },
): Promise<{ messages: Message[]; hasOlder: boolean }> {
  requirePermission(ctx, 'discussion.read');
  await requireDiscussion(ports.db, ctx, input.discussionId);
  const values = [ctx.teamId, ctx.userId, input.discussionId, input.beforeSeq];
  const [row] = await runPrepared<{ bundle: MessageBundle }>(ports.db, olderMessages, values);
  const messages = row === undefined ? [] : readMessages(row.bundle, viewLinks(ports, ctx.teamId));
  return { messages: messages.slice(-pageSize), hasOlder: messages.length > pageSize };
}
