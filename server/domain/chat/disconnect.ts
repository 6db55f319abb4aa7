import { and, eq } from 'drizzle-orm';
import type { ChatStatus } from '#shared/contract/chat.ts';
import { recordAudit } from '../audit/index.ts';
import { chatPersonToken } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { endInstallation } from './end-installation.ts';
import { giveBack, readTokensOf } from './give-back.ts';
import { findInstallation, findPersonAccess } from './installation.ts';
import { readStatus } from './read-status.ts';

/** Disconnects the team's workspace and gives its tokens back. Discussions stay; what waits fails with the reason. */
export async function disconnect(ports: ChatPorts, ctx: Context): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.manage');
  const installation = await findInstallation(ports.db, ctx.teamId);
  if (installation?.state !== 'active') return readStatus(ports, ctx);
  const tokens = await readTokensOf(ports, ports.db, installation);
  const at = { teamId: ctx.teamId, installationId: installation.id };
  await inTransaction(ports.db, (tx) => endInstallation(ports, tx, at, 'disconnected', ctx));
  await giveBack(ports, tokens);
  return readStatus(ports, ctx);
}

/** Takes back the asker's own link to the chat; from then on the bot speaks for them again. */
export async function unlinkMe(ports: ChatPorts, ctx: Context): Promise<ChatStatus> {
  requirePermission(ctx, 'chat.link');
  const installation = await findInstallation(ports.db, ctx.teamId);
  const access = installation === undefined ? undefined : await findPersonAccess(ports, installation, ctx.userId);
  if (installation === undefined || access === undefined) return readStatus(ports, ctx);
  await inTransaction(ports.db, async (tx) => {
    await tx
      .delete(chatPersonToken)
      .where(
        and(
          eq(chatPersonToken.teamId, ctx.teamId),
          eq(chatPersonToken.installationId, installation.id),
          eq(chatPersonToken.userId, ctx.userId),
        ),
      );
    await recordAudit(tx, ctx, { action: 'chat.unlink-person', target: `user:${ctx.userId}` });
  });
  await ports.chat.signIn.revoke(access.token);
  return readStatus(ports, ctx);
}
