import type { GuestId, UserId } from '#shared/contract/ids.ts';
import { teammateByConfirmedEmailSql } from '../teams/index.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Workspace } from './installation.ts';

/** What is stored of a person of the chat, and which teammate their address names today. */
export interface StoredPerson {
  readonly chatUserId: string;
  readonly guestId: GuestId;
  /** The teammate that they were when they were last looked at. */
  readonly userId: UserId | null;
  readonly name: string;
  /** When the chat was last asked about them, epoch ms. */
  readonly checkedAt: number;
  /** Null for outsiders, and where no confirmed address is the same. */
  readonly teammate: { readonly userId: UserId; readonly name: string } | null;
}

/**
 * The people with these ids in the chat as one JSON list, null when none is stored. `$1` team, `$2` workspace.
 * @param idsSql an expression that gives a `text[]`.
 */
export function storedPeopleSql(idsSql: string): string {
  return `(select json_agg(json_build_object('chatUserId', p.chat_user_id, 'guestId', p.guest_id,
      'userId', p.user_id, 'name', p.name, 'checkedAt', round(extract(epoch from p.checked_at) * 1000),
      'teammate', case when not p.is_outsider then ${teammateByConfirmedEmailSql('p.email')} end))
    from chat_person p where p.team_id = $1 and p.installation_id = $2 and p.chat_user_id = any(${idsSql}))`;
}

const read: PreparedStatement = {
  name: 'chat.stored-people',
  text: `select ${storedPeopleSql('$3::text[]')} as people`,
};

/** Those of these people of a workspace who are stored. */
export async function readStoredPeople(
  ports: Pick<ChatPorts, 'db'>,
  { teamId, id }: Pick<Workspace, 'teamId' | 'id'>,
  chatUserIds: readonly string[],
): Promise<readonly StoredPerson[]> {
  const rows = await runPrepared<{ people: StoredPerson[] | null }>(ports.db, read, [teamId, id, chatUserIds]);
  return rows[0]?.people ?? [];
}
