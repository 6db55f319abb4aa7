import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { describeChannelProblem, requestDrain, type ChannelProblemCode } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatChannelState, ChatOutcome, ChatRefusal } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { failWaiting, resumeFailed } from './end-installation.ts';
import { botAccess, type Workspace } from './installation.ts';

/** Looks at a channel again, after something happened there. */
export const checkChatChannel = defineJob(
  'check-chat-channel',
  z.object({ teamId: z.uuid(), installationId: z.uuid(), channelId: z.string() }),
);

/** The refusals of a post that tell something of its channel. */
const problemOfRefusal: Partial<Record<ChatRefusal, ChannelProblemCode>> = {
  'channel-missing': 'missing',
  'not-in-channel': 'not-in-channel',
  archived: 'archived',
  outsiders: 'outsiders',
};

/** The channel's problem that a refusal tells of; null when it is about something else. */
export function problemOf(refusal: ChatRefusal): ChannelProblemCode | null {
  return problemOfRefusal[refusal] ?? null;
}

/**
 * Asks the chat how a channel is and stores it. Once a problem is gone, what failed because of it is sent; with a
 * new one, what waits fails with a sentence that says what to do.
 */
export async function checkChannel(
  ports: ChatPorts,
  installation: Workspace,
  channelId: string,
): Promise<ChatOutcome<ChatChannelState>> {
  const marks = await countMarks(ports, installation, channelId);
  const read = await ports.chat.readChannel(botAccess(ports, installation), channelId);
  if (read.outcome === 'done') await storeChannel(ports, installation, read.value, marks);
  else await markStale(ports, installation, channelId);
  return read;
}

async function countMarks(ports: Pick<ChatPorts, 'db'>, { teamId, id }: Workspace, channelId: string): Promise<number> {
  const { rows } = await ports.db.execute<{ stale_marks: number }>(sql`
    select stale_marks from chat_channel
    where team_id = ${teamId} and installation_id = ${id} and channel_id = ${channelId}`);
  return rows[0]?.stale_marks ?? 0;
}

/** Notes that something happened in a channel we use: nothing is posted there until it was looked at since. */
export async function markStale(
  ports: Pick<ChatPorts, 'db'>,
  installation: { teamId: string; id: string },
  channelId: string,
): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    update chat_channel set is_stale = true, stale_marks = stale_marks + 1
    where team_id = ${installation.teamId} and installation_id = ${installation.id} and channel_id = ${channelId}
    returning channel_id`);
  return rows.length > 0;
}

/** @param marks how often something had happened there when the look began. */
async function storeChannel(
  ports: ChatPorts,
  installation: Workspace,
  state: ChatChannelState,
  marks: number,
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const { teamId, id } = installation;
    const problem = state.problem ?? ((await hasUninvited(tx, installation, state)) ? 'uninvited' : null);
    const before = await tx.execute<{ problem_code: string | null; name: string }>(sql`
      select problem_code, name from chat_channel
      where team_id = ${teamId} and installation_id = ${id} and channel_id = ${state.channelId} for update`);
    await tx.execute(sql`
      insert into chat_channel (team_id, installation_id, channel_id, name, is_private, problem_code)
      values (${teamId}, ${id}, ${state.channelId}, ${state.name}, ${state.isPrivate}, ${problem})
      on conflict (team_id, installation_id, channel_id) do update set problem_code = excluded.problem_code,
        name = case when excluded.name = '' then chat_channel.name else excluded.name end,
        is_private = excluded.is_private, checked_at = now(),
        is_stale = chat_channel.is_stale and chat_channel.stale_marks <> ${marks}`);
    await applyProblem(ports, tx, installation, state.channelId, problem);
    const known = before.rows[0];
    if (known !== undefined && (known.problem_code !== problem || known.name !== state.name))
      await ports.liveFeed.publish(tx, { teamId, kind: 'chat' });
  });
}

/** Whether more people are in a private discussion's group than those who were invited to it. */
async function hasUninvited(
  tx: Transaction,
  { teamId, id }: Workspace,
  { channelId, memberIds }: ChatChannelState,
): Promise<boolean> {
  if (memberIds === null || memberIds.length === 0) return false;
  const { rows } = await tx.execute(sql`
    select from chat_link l join discussion d on d.team_id = l.team_id and d.id = l.discussion_id
    where l.team_id = ${teamId} and l.installation_id = ${id} and l.channel_id = ${channelId} and l.state = 'active'
      and d.visibility = 'private' and exists (
        select from json_array_elements_text(${JSON.stringify(memberIds)}::json) as there (chat_user_id) where not exists (
          select from discussion_member m
          join team_person t on t.team_id = m.team_id and t.user_id = m.user_id
          join chat_person p on p.team_id = m.team_id and p.user_id = m.user_id and p.installation_id = ${id}
          where m.team_id = ${teamId} and m.discussion_id = d.id and m.invited and p.chat_user_id = there.chat_user_id))
    limit 1`);
  return rows.length > 0;
}

/** Stores a problem that the chat told of by refusing a post. */
export async function noteProblem(
  ports: ChatPorts,
  tx: Transaction,
  installation: Workspace,
  channelId: string,
  problem: ChannelProblemCode,
): Promise<void> {
  const { teamId, id } = installation;
  await tx.execute(sql`
    insert into chat_channel (team_id, installation_id, channel_id, name, problem_code)
    values (${teamId}, ${id}, ${channelId}, '', ${problem})
    on conflict (team_id, installation_id, channel_id) do update set problem_code = excluded.problem_code, checked_at = now()`);
  await applyProblem(ports, tx, installation, channelId, problem);
  await ports.liveFeed.publish(tx, { teamId, kind: 'chat' });
}

async function applyProblem(
  ports: ChatPorts,
  tx: Transaction,
  installation: Workspace,
  channelId: string,
  problem: ChannelProblemCode | null,
): Promise<void> {
  const at = { teamId: installation.teamId, installationId: installation.id, channelId };
  if (problem !== null) {
    await failWaiting(ports, tx, at, { error: await sentence(tx, at, problem), errorCode: problem });
    return;
  }
  const codes = ['not-in-channel', 'archived', 'outsiders', 'missing', 'uninvited'];
  for (const linkId of await resumeFailed(ports, tx, at, codes)) await requestDrain(ports, tx, at.teamId, linkId);
}

async function sentence(
  tx: Transaction,
  at: { teamId: string; installationId: string; channelId: string },
  problem: ChannelProblemCode,
): Promise<string> {
  const { rows } = await tx.execute<{ name: string }>(sql`
    select name from chat_channel where team_id = ${at.teamId} and installation_id = ${at.installationId}
      and channel_id = ${at.channelId}`);
  const name = rows[0]?.name ?? '';
  return describeChannelProblem(problem, name === '' ? at.channelId : name) ?? '';
}
