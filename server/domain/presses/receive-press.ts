import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { inTransaction } from '#server/db/client.ts';
import type { ChatPress } from '#server/ports/chat-intake.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handlePress, handlePressJob } from './handle-press.ts';
import type { PressKey } from './press.ts';

/** Whoever took a press up and died is followed by a job after so long. */
const floorMs = 20_000;

/**
 * Takes in that somebody pressed a button: it is safe when this resolves, and done right after. Told twice of the same
 * press, it is one. What is pressed under nothing of ours is forgotten.
 */
export async function receivePress(ports: ChatPorts, press: ChatPress): Promise<void> {
  const stored = await store(ports, press);
  for (const key of stored)
    // The acknowledgement goes out first.
    setImmediate(() => {
      handlePress(ports, key).catch((error: unknown) =>
        ports.logger.warn({ err: error, pressId: key.pressId }, 'a press waits for the next try'),
      );
    });
}

async function store(ports: ChatPorts, press: ChatPress): Promise<readonly PressKey[]> {
  const id = idOf(`${press.externalTeamId} ${press.triggerId} ${press.action} ${press.subjectId}`);
  return inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ team_id: string; id: string }>(sql`
      insert into chat_press (team_id, id, link_id, subject_id, action, choice, chat_user_id, trigger_id)
      select m.team_id, ${id}::uuid, m.link_id, m.subject_id, ${press.action}, ${press.choice}, ${press.chatUserId},
        ${press.triggerId}
      from chat_installation i
      join chat_link l on l.team_id = i.team_id and l.installation_id = i.id and l.channel_id = ${press.channelId}
      join chat_mail m on m.team_id = i.team_id and m.link_id = l.id and m.subject_id = ${press.subjectId}
      where i.external_team_id = ${press.externalTeamId} and i.app_id = ${press.appId} and i.state = 'active'
        and ${press.userTeamId} = i.external_team_id
      order by l.created_at desc limit 1
      on conflict do nothing returning team_id, id`);
    const keys = rows.map((row) => ({ teamId: row.team_id, pressId: row.id }));
    for (const key of keys)
      await ports.queue.enqueue(tx, handlePressJob, key, {
        jobKey: `press:${key.pressId}`,
        runAt: new Date(Date.now() + floorMs),
      });
    return keys;
  });
}

/** The same for the same press, whoever tells of it and how often. */
function idOf(press: string): string {
  const hex = createHash('sha256').update(press).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
