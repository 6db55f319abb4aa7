import { sql } from 'drizzle-orm';
import type { ChatChannel, ChatStatus } from '#shared/contract/chat.ts';
import type { InstallationId } from '#shared/contract/ids.ts';
import { describeChannelProblem, type ChannelProblemCode } from '../discussions/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findInstallation, findPersonToken, type Installation } from './installation.ts';

type StatusPorts = Pick<Ports, 'db' | 'config'>;

/** How the team's chat stands, and whether the asker has linked their own account. */
export async function readStatus(ports: StatusPorts, ctx: Context): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.read');
  const [team, me] = await Promise.all([readTeamStatus(ports, ctx.teamId), readMine(ports, ctx)]);
  return { ...team, me };
}

/** What everybody in the team sees of it, as live clients are told. */
export async function readTeamStatus(ports: StatusPorts, teamId: string): Promise<Omit<ChatStatus, 'me'>> {
  const installation = await findInstallation(ports.db, teamId);
  const available = ports.config.slack.client !== undefined;
  if (installation === undefined) return { available, installation: null, defaultChannel: null };
  const { rows } = await ports.db.execute<{ name: string }>(sql`
    select name from person where id = ${installation.installedBy}`);
  return {
    available,
    installation: {
      id: installation.id as InstallationId,
      workspaceName: installation.workspaceName,
      state: installation.state,
      reason: installation.endedReason,
      installedBy: rows[0]?.name ?? 'a former teammate',
      installedAt: installation.installedAt.toISOString(),
      showsMail: installation.showsMail,
      incoming: ports.config.slack.appToken === undefined ? 'events' : 'socket',
    },
    defaultChannel: await readDefaultChannel(ports, installation),
  };
}

interface ChannelRow extends Record<string, unknown> {
  readonly name: string;
  readonly is_private: boolean;
  readonly problem_code: ChannelProblemCode | null;
}

async function readDefaultChannel(ports: StatusPorts, installation: Installation): Promise<ChatChannel | null> {
  const id = installation.defaultChannelId;
  if (id === null) return null;
  const { rows } = await ports.db.execute<ChannelRow>(sql`
    select name, is_private, problem_code from chat_channel
    where team_id = ${installation.teamId} and installation_id = ${installation.id} and channel_id = ${id}`);
  const row = rows[0];
  const name = row === undefined || row.name === '' ? id : row.name;
  const problem = describeChannelProblem(row?.problem_code ?? null, name);
  return { id, name, isPrivate: row?.is_private ?? false, problem };
}

async function readMine(ports: StatusPorts, ctx: Context): Promise<ChatStatus['me']> {
  const installation = await findInstallation(ports.db, ctx.teamId);
  if (installation === undefined) return { linked: false, chatName: null };
  const token = await findPersonToken(ports.db, installation, ctx.userId);
  const { rows } = await ports.db.execute<{ name: string }>(sql`
    select name from chat_person where team_id = ${ctx.teamId} and installation_id = ${installation.id}
      and (chat_user_id = ${token?.chatUserId ?? ''} or (${token === undefined} and user_id = ${ctx.userId})) limit 1`);
  return { linked: token !== undefined, chatName: rows[0]?.name ?? null };
}
