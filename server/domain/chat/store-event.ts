import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

export interface StoredEvent {
  readonly teamId: string;
  readonly id: string;
}

// One statement: the body is stored for every team that this workspace is connected to, before it is acknowledged.
const store: PreparedStatement = {
  name: 'chat.store-event',
  text: `
    insert into chat_event (team_id, id, installation_id, body)
    select team_id, case when row_number() over () = 1 then $1::uuid else gen_random_uuid() end, id, $2::jsonb
    from chat_installation where external_team_id = $3 and state = 'active'
    returning team_id as "teamId", id`,
};

/**
 * Stores an event of the chat for the teams it concerns. It is safe once this resolves; `handleEvent` does the rest.
 * @param rawBody the event as it came, JSON.
 */
export async function storeEvent(
  ports: Pick<ChatPorts, 'db'>,
  externalTeamId: string,
  rawBody: string,
): Promise<readonly StoredEvent[]> {
  // PostgreSQL's jsonb can't hold the character U+0000.
  const body = rawBody.includes('\\u0000') ? rawBody.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1') : rawBody;
  return runPrepared<StoredEvent>(ports.db, store, [createId(), body, externalTeamId]);
}
