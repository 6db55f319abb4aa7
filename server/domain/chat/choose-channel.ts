import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ChatChannel, ChatPerson, ChatStatus } from '#shared/contract/chat.ts';
import type { UserId } from '#shared/contract/ids.ts';
import { Printable } from '#shared/contract/plain-text.ts';
import { recordAudit } from '../audit/index.ts';
import { describeChannelProblem } from '../discussions/index.ts';
import { chatInstallation, chatPerson } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatChannelState, ChatOutcome } from '#server/ports/chat.ts';
import { hasChat, type ChatPorts } from '#server/ports/chat-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { checkChannel } from './check-channel.ts';
import { botAccess, findInstallation, type Installation } from './installation.ts';
import { readStatus } from './read-status.ts';
import { afterSignedOut } from './refresh-tokens.ts';

export const ChannelChoice = z.object({ channelId: Printable(40).min(1) });
export type ChannelChoice = z.infer<typeof ChannelChoice>;

/** The channels that discussions could go to, by name; those that can't be used say what to do. */
export async function listChannels(ports: ChatPorts, ctx: Context): Promise<ChatChannel[]> {
  requirePermission(ctx, 'chat.read');
  const installation = await requireInstallation(ports, ctx.teamId);
  const channels = await ask(ports, installation, (fresh) => ports.chat.listChannels(botAccess(ports, fresh)));
  const known = await readKnownProblems(ports, installation);
  return channels
    .map((channel) => viewOf({ ...channel, problem: channel.problem ?? known.get(channel.channelId) ?? null }))
    .toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null) || a.name.localeCompare(b.name));
}

/** Outsiders among a channel's members are known only where it was looked at closely. */
async function readKnownProblems(ports: ChatPorts, { teamId, id }: Installation) {
  const { rows } = await ports.db.execute<{ channel_id: string; problem_code: ChatChannelState['problem'] }>(sql`
    select channel_id, problem_code from chat_channel
    where team_id = ${teamId} and installation_id = ${id} and problem_code = 'outsiders'`);
  return new Map(rows.map((row) => [row.channel_id, row.problem_code]));
}

/**
 * Chooses where the team's discussions go from now on; running ones stay where they are.
 * @throws Problem 'conflict' with what to do when the channel can't be used.
 */
export async function setDefaultChannel(ports: ChatPorts, ctx: Context, input: ChannelChoice): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.manage');
  await checkUsable(ports, ctx, input.channelId);
  const installation = await requireInstallation(ports, ctx.teamId);
  await inTransaction(ports.db, async (tx) => {
    await tx
      .update(chatInstallation)
      .set({ defaultChannelId: input.channelId })
      .where(and(eq(chatInstallation.teamId, ctx.teamId), eq(chatInstallation.id, installation.id)));
    await recordAudit(tx, ctx, { action: 'chat.set-default-channel', target: `chat-channel:${input.channelId}` });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'chat' });
  });
  return readStatus(ports, ctx);
}

/** Whether customers' mail shows in the threads of discussions from now on; what shows there stays. */
export const ShowsMail = z.object({ showsMail: z.boolean() });

/** Switches it, for the whole team. @throws Problem 'unavailable' where no chat is connected. */
export async function setShowsMail(
  ports: ChatPorts,
  ctx: Context,
  { showsMail }: z.infer<typeof ShowsMail>,
): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.manage');
  const installation = await requireInstallation(ports, ctx.teamId);
  await inTransaction(ports.db, async (tx) => {
    await tx
      .update(chatInstallation)
      .set({ showsMail })
      .where(and(eq(chatInstallation.teamId, ctx.teamId), eq(chatInstallation.id, installation.id)));
    const target = `chat-installation:${installation.id}`;
    await recordAudit(tx, ctx, { action: 'chat.set-shows-mail', target, detail: { showsMail } });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'chat' });
  });
  return readStatus(ports, ctx);
}

/**
 * Before a discussion goes to a channel of its own: the same look as for the team's. Without a chat it does nothing.
 * @throws Problem as `checkUsable`.
 */
export async function checkChosen(ports: Ports, ctx: Context, channelId: string): Promise<void> {
  if (hasChat(ports)) await checkUsable(ports, ctx, channelId);
}

/**
 * Asks the chat whether a channel can be used, outsiders among its members included.
 * @throws Problem 'conflict' with what to do when it can't, 'unavailable' when the chat does not answer.
 */
export async function checkUsable(ports: ChatPorts, ctx: Context, channelId: string): Promise<ChatChannel> {
  requirePermission(ctx, 'chat.read');
  const installation = await requireInstallation(ports, ctx.teamId);
  const state = await ask(ports, installation, (fresh) => checkChannel(ports, fresh, channelId));
  const view = viewOf(state);
  if (view.problem !== null) throw new Problem('conflict', view.problem);
  return view;
}

function viewOf(state: ChatChannelState): ChatChannel {
  const name = state.name === '' ? state.channelId : state.name;
  const problem = describeChannelProblem(state.problem, name);
  return { id: state.channelId, name, isPrivate: state.isPrivate, problem };
}

/** The team's active workspace. Throws Problem 'unavailable' when there is none. */
export async function requireInstallation(ports: ChatPorts, teamId: string): Promise<Installation> {
  const installation = await findInstallation(ports.db, teamId);
  if (installation?.state === 'active') return installation;
  const why = installation?.endedReason ?? 'Slack is not connected yet; an admin can connect it in the options.';
  throw new Problem('unavailable', why);
}

/** A call on behalf of somebody who waits: a failure becomes a sentence; a token that ran out is renewed once. */
async function ask<Value>(
  ports: ChatPorts,
  installation: Installation,
  call: (installation: Installation) => Promise<ChatOutcome<Value>>,
): Promise<Value> {
  let outcome = await call(installation);
  if (outcome.outcome === 'refused' && outcome.error === 'signed-out') {
    const then = await afterSignedOut(ports, installation, outcome.providerError);
    if (then === 'fresh') outcome = await call(await requireInstallation(ports, installation.teamId));
  }
  if (outcome.outcome === 'done') return outcome.value;
  if (outcome.outcome === 'limited')
    throw new Problem('unavailable', 'Slack asks to wait a moment; try again.', { retryAfterMs: outcome.retryAfterMs });
  throw new Problem('unavailable', `${outcome.reason} Nothing was changed.`);
}

/** The people of the chat that are known so far, teammates first. */
export async function listPeople(ports: ChatPorts, ctx: Context): Promise<ChatPerson[]> {
  requirePermission(ctx, 'chat.read');
  const installation = await findInstallation(ports.db, ctx.teamId);
  if (installation === undefined) return [];
  const rows = await ports.db
    .select()
    .from(chatPerson)
    .where(and(eq(chatPerson.teamId, ctx.teamId), eq(chatPerson.installationId, installation.id)));
  return rows
    .map((row) => ({
      chatUserId: row.chatUserId,
      name: row.name,
      email: row.email,
      teammateId: row.userId as UserId | null,
      isGuest: row.userId === null,
    }))
    .toSorted((a, b) => Number(a.isGuest) - Number(b.isGuest) || a.name.localeCompare(b.name));
}
