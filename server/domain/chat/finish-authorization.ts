import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ChatStatus } from '#shared/contract/chat.ts';
import { recordAudit } from '../audit/index.ts';
import { requestDrain, requestMirror } from '../discussions/index.ts';
import { chatAuthorization, chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatGrant, ChatTokens } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { callbackUrl, hashState } from './begin-authorization.ts';
import { endInstallation, resumeFailed } from './end-installation.ts';
import { giveBack, readTokensOf } from './give-back.ts';
import { findInstallation, installationSecret, personSecret, sealTokens, type Installation } from './installation.ts';
import { resolvePeople } from './people.ts';
import { readStatus } from './read-status.ts';

/** What the chat's page came back with, in the browser that began. */
export const FinishAuthorization = z.object({ state: z.string().min(20).max(200), code: z.string().min(1).max(1_000) });
export type FinishAuthorization = z.infer<typeof FinishAuthorization>;

/**
 * Redeems what the chat's page came back with: connects the workspace, or links the asker's own account. Connecting
 * the same workspace again makes it active again and sends what waited.
 * @throws Problem 'gone' when the asker did not begin this, or it is too late.
 */
export async function finishAuthorization(
  ports: ChatPorts,
  ctx: Context,
  input: FinishAuthorization,
): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.link');
  const purpose = await redeem(ports, ctx, input.state);
  requirePermission(ctx, purpose === 'install' ? 'chat.manage' : 'chat.link');
  const granted = await ports.chat.signIn.exchange(input.code, callbackUrl(ports));
  if (granted.outcome !== 'done')
    throw new Problem('unavailable', `Slack did not finish the connection: ${granted.reason} Begin again.`);
  if (purpose === 'install') await install(ports, ctx, granted.value);
  else await linkPerson(ports, ctx, granted.value);
  return readStatus(ports, ctx);
}

/** Ends the authorization: each is good for one try. */
async function redeem(ports: ChatPorts, ctx: Context, state: string): Promise<'install' | 'link-person'> {
  const [row] = await ports.db
    .delete(chatAuthorization)
    .where(
      and(
        eq(chatAuthorization.teamId, ctx.teamId),
        eq(chatAuthorization.stateHash, hashState(state)),
        eq(chatAuthorization.userId, ctx.userId),
        gt(chatAuthorization.expiresAt, ports.clock.now()),
      ),
    )
    .returning({ purpose: chatAuthorization.purpose });
  if (row === undefined)
    throw new Problem('gone', 'This connection was not finished in time, or was begun elsewhere. Begin again.');
  return row.purpose;
}

async function install(ports: ChatPorts, ctx: Context, grant: ChatGrant): Promise<void> {
  const { bot } = grant;
  if (bot === null) throw new Problem('unavailable', 'Slack gave no access for Sidethread. Begin again.');
  const replaced = await inTransaction(ports.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`chat-install:${ctx.teamId}`}, 0))`);
    const rows = await tx.select().from(chatInstallation).where(eq(chatInstallation.teamId, ctx.teamId));
    const tokens: string[] = [];
    for (const other of rows.filter((row) => row.state === 'active' && row.externalTeamId !== grant.externalTeamId)) {
      tokens.push(...(await readTokensOf(ports, tx, other)));
      await endInstallation(ports, tx, { teamId: ctx.teamId, installationId: other.id }, 'replaced', ctx);
    }
    const known = rows.find((row) => row.externalTeamId === grant.externalTeamId);
    const id = known?.id ?? createId<string>();
    await store(ports, tx, ctx, id, grant, bot);
    await resume(ports, tx, ctx, id);
    await requestMirror(ports, tx, ctx.teamId);
    const detail = { externalTeamId: grant.externalTeamId };
    await recordAudit(tx, ctx, { action: 'chat.install', target: `chat-installation:${id}`, detail });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'chat' });
    return tokens;
  });
  await giveBack(ports, replaced);
}

async function store(
  ports: ChatPorts,
  tx: Transaction,
  ctx: Context,
  id: string,
  grant: ChatGrant,
  bot: NonNullable<ChatGrant['bot']>,
): Promise<void> {
  const fields = {
    workspaceName: grant.workspaceName,
    workspaceUrl: grant.workspaceUrl,
    appId: grant.appId,
    botUserId: bot.botUserId,
    botId: bot.botId,
    sealedTokens: sealTokens(ports, bot, installationSecret({ teamId: ctx.teamId, id })),
    scopes: bot.scopes,
    tokenExpiresAt: bot.expiresAt,
    state: 'active' as const,
    endedReason: null,
    installedBy: ctx.userId,
    installedAt: ports.clock.now(),
  };
  await tx
    .insert(chatInstallation)
    .values({ teamId: ctx.teamId, id, provider: 'slack', externalTeamId: grant.externalTeamId, ...fields })
    .onConflictDoUpdate({ target: [chatInstallation.teamId, chatInstallation.id], set: fields });
}

/** A removed app has lost its channels, so each is looked at before anything is posted there. */
async function resume(ports: ChatPorts, tx: Transaction, ctx: Context, installationId: string): Promise<void> {
  const at = { teamId: ctx.teamId, installationId };
  await tx.execute(sql`
    update chat_channel set is_stale = true, stale_marks = stale_marks + 1, problem_code = null, paused_until = null
    where team_id = ${ctx.teamId} and installation_id = ${installationId}`);
  for (const linkId of await resumeFailed(ports, tx, at, ['signed-out']))
    await requestDrain(ports, tx, ctx.teamId, linkId);
  await tx.execute(sql`
    update chat_link set reconcile_at = now()
    where team_id = ${ctx.teamId} and installation_id = ${installationId} and root_ts is not null and state = 'active'`);
}

async function linkPerson(ports: ChatPorts, ctx: Context, grant: ChatGrant): Promise<void> {
  const installation = await findInstallation(ports.db, ctx.teamId);
  if (installation === undefined || installation.state === 'ended')
    throw new Problem('conflict', 'Slack is not connected for this team. An admin connects it first.');
  if (grant.person === null || grant.externalTeamId !== installation.externalTeamId)
    throw new Problem(
      'conflict',
      `That was another Slack workspace. Link your account of ${installation.workspaceName}.`,
    );
  const person = (await resolvePeople(ports, installation, [grant.chatUserId])).get(grant.chatUserId);
  // Somebody else may have been led to consent to what the asker began.
  if (person !== undefined && person.userId !== null && person.userId !== ctx.userId)
    throw new Problem('conflict', 'That Slack account is a teammate’s. Sign in to Slack as yourself and link again.');
  await storePersonToken(ports, ctx, installation, grant.chatUserId, grant.person);
}

async function storePersonToken(
  ports: ChatPorts,
  ctx: Context,
  installation: Installation,
  chatUserId: string,
  tokens: ChatTokens,
): Promise<void> {
  const key = { teamId: ctx.teamId, installationId: installation.id, userId: ctx.userId };
  const fields = {
    chatUserId,
    sealedTokens: sealTokens(ports, tokens, personSecret(key)),
    scopes: tokens.scopes,
    tokenExpiresAt: tokens.expiresAt,
  };
  await inTransaction(ports.db, async (tx) => {
    await tx
      .insert(chatPersonToken)
      .values({ ...key, ...fields })
      .onConflictDoUpdate({
        target: [chatPersonToken.teamId, chatPersonToken.installationId, chatPersonToken.userId],
        set: fields,
      });
    await recordAudit(tx, ctx, { action: 'chat.link-person', target: `user:${ctx.userId}` });
  });
}
