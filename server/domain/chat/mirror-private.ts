import { sql } from 'drizzle-orm';
import { recordAudit } from '../audit/index.ts';
import { enqueueEffect, postAll } from '../discussions/index.ts';
import { chatLink } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { botAccess, readInstallation } from './installation.ts';
import { findChatUsers } from './people.ts';

interface PrivateDiscussion extends Record<string, unknown> {
  readonly team_id: string;
  readonly id: string;
  readonly installation_id: string;
  readonly started_by: string;
  readonly members: readonly string[];
  readonly member_key: string;
}

/** The chat's group messages hold at most this many people besides the bot. */
const mostPeople = 8;
const batch = 20;

/**
 * Mirrors private discussions to group messages of exactly the people invited who are in team and chat. Inviting
 * somebody, or somebody's leaving the team, opens another group with all that was said; the earlier one stays as it is.
 * With fewer than two of them in the chat there is nobody to talk to, and the discussion stays here.
 * @param teamId undefined: of every team.
 * @returns how many may be left to do: the chat could not say now, or there were more than are taken at once.
 */
export async function mirrorPrivateDiscussions(ports: ChatPorts, teamId: string | undefined): Promise<number> {
  const { rows } = await ports.db.execute<PrivateDiscussion>(sql`
    select d.team_id, d.id, i.id as installation_id, d.started_by, p.members, p.member_key
    from discussion d
    join chat_installation i on i.team_id = d.team_id and i.state = 'active'
    join lateral (
      select array_agg(m.user_id order by m.user_id) as members, md5(string_agg(m.user_id::text, ',' order by m.user_id)) as member_key
      from discussion_member m
      join team_person t on t.team_id = m.team_id and t.user_id = m.user_id
      where m.team_id = d.team_id and m.discussion_id = d.id and m.invited
    ) p on p.members is not null
    where d.visibility = 'private' and d.deleted_at is null and d.last_seq > 0
      and (${teamId ?? null}::uuid is null or d.team_id = ${teamId ?? null}::uuid)
      and p.member_key is distinct from (select l.member_key from chat_link l where l.team_id = d.team_id
        and l.discussion_id = d.id and l.installation_id = i.id order by l.created_at desc, l.id desc limit 1)
    limit ${batch}`);
  let left = rows.length === batch ? 1 : 0;
  for (const discussion of rows) if (!(await tryToMirror(ports, discussion))) left += 1;
  return left;
}

async function tryToMirror(ports: ChatPorts, discussion: PrivateDiscussion): Promise<boolean> {
  try {
    return await mirror(ports, discussion);
  } catch (error) {
    ports.logger.warn({ err: error, discussionId: discussion.id }, 'a private discussion is not mirrored yet');
    return false;
  }
}

/** False when the chat can't say now. */
async function mirror(ports: ChatPorts, discussion: PrivateDiscussion): Promise<boolean> {
  const installation = await readInstallation(ports.db, discussion.team_id, discussion.installation_id);
  if (installation === undefined) return true;
  const known = await findChatUsers(ports, installation, discussion.members, { orThrow: true });
  const chatUsers = [...known.values()];
  if (chatUsers.length < 2 || chatUsers.length > mostPeople) return stayHere(ports, discussion);
  const opened = await ports.chat.openGroup(botAccess(ports, installation), chatUsers);
  if (opened.outcome === 'refused') {
    ports.logger.warn({ discussionId: discussion.id, error: opened.providerError }, 'a group message was refused');
    return stayHere(ports, discussion);
  }
  if (opened.outcome !== 'done') return false;
  const { channelId } = opened.value;
  await inTransaction(ports.db, (tx) => startGroup(ports, tx, discussion, channelId));
  return true;
}

/** Notes that these people have no group in the chat; one with others is no longer written to. */
async function stayHere(ports: ChatPorts, discussion: PrivateDiscussion): Promise<true> {
  await inTransaction(ports.db, async (tx) => {
    await endOthers(tx, discussion.team_id, discussion.id);
    await storeLink(tx, discussion, null);
    await ports.liveFeed.publish(tx, { teamId: discussion.team_id, kind: 'discussion', discussionId: discussion.id });
  });
  return true;
}

async function startGroup(
  ports: ChatPorts,
  tx: Transaction,
  discussion: PrivateDiscussion,
  channelId: string,
): Promise<void> {
  const { team_id: teamId, id: discussionId, installation_id: installationId } = discussion;
  await tx.execute(sql`select from discussion where team_id = ${teamId} and id = ${discussionId} for update`);
  const { rows } = await tx.execute<{ member_key: string | null }>(sql`
    select member_key from chat_link where team_id = ${teamId} and discussion_id = ${discussionId}
      and installation_id = ${installationId} order by created_at desc, id desc limit 1`);
  if (rows[0]?.member_key === discussion.member_key) return;
  await tx.execute(sql`
    insert into chat_channel (team_id, installation_id, channel_id, name, is_private)
    values (${teamId}, ${installationId}, ${channelId}, 'group message', true)
    on conflict (team_id, installation_id, channel_id) do update set is_stale = true, stale_marks = chat_channel.stale_marks + 1`);
  await endOthers(tx, teamId, discussionId);
  const linkId = await storeLink(tx, discussion, channelId);
  await enqueueEffect(ports, tx, { teamId, linkId, kind: 'card', messageId: null });
  await postAll(ports, tx, { teamId, discussionId, linkId });
  const detail = { linkId, channelId };
  await recordAudit(
    tx,
    { teamId, actorKind: 'server' },
    { action: 'discussion.open-group', target: `discussion:${discussionId}`, detail },
  );
  await ports.liveFeed.publish(tx, { teamId, kind: 'discussion', discussionId });
}

/** Without a channel it only notes that these people have no group in the chat. */
async function storeLink(tx: Transaction, discussion: PrivateDiscussion, channelId: string | null): Promise<string> {
  const id = createId<string>();
  await tx.insert(chatLink).values({
    teamId: discussion.team_id,
    id,
    discussionId: discussion.id,
    installationId: discussion.installation_id,
    channelId: channelId ?? '',
    state: channelId === null ? 'ended' : 'active',
    memberKey: discussion.member_key,
  });
  return id;
}

async function endOthers(tx: Transaction, teamId: string, discussionId: string): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update chat_link set state = 'ended', reconcile_at = null
    where team_id = ${teamId} and discussion_id = ${discussionId} and state = 'active' returning id`);
  if (rows.length === 0) return;
  await tx.execute(sql`
    update chat_outbox set state = 'cancelled', settled_at = now()
    where team_id = ${teamId} and link_id in ${rows.map(({ id }) => id)} and state = 'pending'`);
}
