import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Installation } from './installation.ts';
import { storedPeopleSql, type StoredPerson } from './stored-people.ts';

/** A thread of the chat that is a discussion's. */
export interface FoundThread {
  readonly linkId: string;
  /** Who is stored of the people asked about. */
  readonly people: readonly StoredPerson[];
}

const find: PreparedStatement = {
  name: 'chat.thread',
  text: `select l.id as "linkId", ${storedPeopleSql('$5::text[]')} as people from chat_link l
    where l.team_id = $1 and l.installation_id = $2 and l.channel_id = $3 and l.root_ts = $4`,
};

/**
 * The link whose thread this is, undefined when the thread is none of ours, and in the same question what is stored
 * of those who appear in a message there.
 */
export async function findThread(
  ports: Pick<ChatPorts, 'db'>,
  { teamId, id }: Installation,
  at: { channelId: string; threadTs: string },
  chatUserIds: readonly string[],
): Promise<FoundThread | undefined> {
  const values = [teamId, id, at.channelId, at.threadTs, chatUserIds];
  const [row] = await runPrepared<{ linkId: string; people: StoredPerson[] | null }>(ports.db, find, values);
  return row === undefined ? undefined : { linkId: row.linkId, people: row.people ?? [] };
}
