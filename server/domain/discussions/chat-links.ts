import { and, eq, sql } from 'drizzle-orm';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { chatLink } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { describeChannelProblem, type ChannelProblemCode } from './channel-problem.ts';
import { enqueueEffect } from './enqueue-effect.ts';

export interface ActiveLink {
  readonly id: string;
  readonly channelId: string;
}

interface ChannelRow extends Record<string, unknown> {
  readonly installation_id: string;
  readonly channel_id: string | null;
  readonly name: string | null;
  readonly problem_code: ChannelProblemCode | null;
}

/** The link over which a discussion is mirrored now. */
export async function findActiveLink(
  tx: Transaction,
  teamId: string,
  discussionId: DiscussionId,
): Promise<ActiveLink | undefined> {
  const [link] = await tx
    .select({ id: chatLink.id, channelId: chatLink.channelId })
    .from(chatLink)
    .where(and(eq(chatLink.teamId, teamId), eq(chatLink.discussionId, discussionId), eq(chatLink.state, 'active')))
    .limit(1);
  return link;
}

/**
 * Mirrors a discussion to a channel: a link and its card. With no channel named, the team's default is taken; where
 * there is none, or no workspace, nothing is mirrored.
 * @throws Problem 'conflict' when the named channel can't be used, 'unavailable' when no workspace is connected.
 */
export async function startLink(
  ports: Ports,
  tx: Transaction,
  of: { teamId: string; discussionId: DiscussionId; startedBy: string },
  channelId: string | null,
): Promise<ActiveLink | undefined> {
  const channel = await findChannel(tx, of.teamId, channelId);
  if (channel === undefined && channelId !== null)
    throw new Problem('unavailable', 'No chat workspace is connected; an admin can connect one in the options.');
  if (channel === undefined || channel.channel_id === null) return undefined;
  const problem = describeChannelProblem(channel.problem_code, channel.name ?? channel.channel_id);
  if (channelId !== null && problem !== null) throw new Problem('conflict', problem);
  const link = { id: createId(), channelId: channel.channel_id };
  await tx.insert(chatLink).values({
    teamId: of.teamId,
    ...link,
    discussionId: of.discussionId,
    installationId: channel.installation_id,
  });
  const payload = { startedBy: of.startedBy };
  await enqueueEffect(ports, tx, { teamId: of.teamId, linkId: link.id, kind: 'card', messageId: null, payload });
  return link;
}

/** Ends a link: what waits on it is cancelled, what is under way is left to its outcome. */
export async function endLink(tx: Transaction, teamId: string, linkId: string): Promise<void> {
  await tx
    .update(chatLink)
    .set({ state: 'ended', reconcileAt: null })
    .where(and(eq(chatLink.teamId, teamId), eq(chatLink.id, linkId)));
  await tx.execute(sql`
    update chat_outbox set state = 'cancelled', settled_at = now()
    where team_id = ${teamId} and link_id = ${linkId} and state = 'pending'`);
}

async function findChannel(tx: Transaction, teamId: string, channelId: string | null): Promise<ChannelRow | undefined> {
  const { rows } = await tx.execute<ChannelRow>(sql`
    select i.id as installation_id, coalesce(${channelId}::text, i.default_channel_id) as channel_id, ch.name, ch.problem_code
    from chat_installation i
    left join chat_channel ch on ch.team_id = i.team_id and ch.installation_id = i.id
      and ch.channel_id = coalesce(${channelId}::text, i.default_channel_id)
    where i.team_id = ${teamId} and i.state = 'active'`);
  return rows[0];
}
