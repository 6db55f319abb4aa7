import { createHash, randomBytes } from 'node:crypto';
import { lt } from 'drizzle-orm';
import { z } from 'zod';
import { chatAuthorization } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

export const BeginAuthorization = z.object({
  purpose: z.enum(['install', 'link-person']),
  /** A page of the extension that asks; the edge has checked that it is one. */
  redirectUri: z.url().max(500),
});
export type BeginAuthorization = z.infer<typeof BeginAuthorization>;

/** How long somebody may take on the chat's page. */
const lifeMs = 15 * 60 * 1000;

/** Where the chat comes back to. */
export function callbackUrl(ports: Pick<ChatPorts, 'config'>): string {
  return `${ports.config.publicUrl ?? ''}/slack/oauth`;
}

/** What is stored of a state: enough to know it again, nothing that opens anything. */
export function hashState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/**
 * Begins connecting the workspace (`install`, for admins) or the asker's own account (`link-person`). The state in
 * the address is known to the asker alone, and only they can finish.
 * @throws Problem 'unavailable' when the server has no chat app.
 */
export async function beginAuthorization(
  ports: ChatPorts,
  ctx: Context,
  input: BeginAuthorization,
): Promise<{ url: string; state: string }> {
  requirePermission(ctx, input.purpose === 'install' ? 'chat.manage' : 'chat.link');
  if (ports.config.slack.client === undefined)
    throw new Problem('unavailable', 'This server has no Slack app yet. Whoever runs it can add one (see the README).');
  const state = randomBytes(32).toString('base64url');
  const now = ports.clock.now();
  await ports.db.delete(chatAuthorization).where(lt(chatAuthorization.expiresAt, now));
  await ports.db.insert(chatAuthorization).values({
    teamId: ctx.teamId,
    stateHash: hashState(state),
    userId: ctx.userId,
    purpose: input.purpose,
    redirectUri: input.redirectUri,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  return { url: ports.chat.signIn.authorizeUrl(input.purpose, state, callbackUrl(ports)), state };
}
