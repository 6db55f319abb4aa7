import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { mailboxAuthorization } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailGrant } from '#server/ports/mail-reader.ts';
import { callbackUrl, hashSecret, verifierSecret } from './begin-connection.ts';
import { keepGrant } from './keep-grant.ts';
import { consentProviderOf } from './mailbox-row.ts';

/** What the provider's page came back with, in the browser that began. */
export const FinishConnection = z.object({ state: z.string().min(20).max(200), code: z.string().min(1).max(4_000) });
export type FinishConnection = z.infer<typeof FinishConnection>;

type Authorization = typeof mailboxAuthorization.$inferSelect;

/**
 * Redeems what the provider's page came back with and connects the mailbox, or connects it again: then everything
 * that is known of it stays, and its sync goes on where it ended.
 * @throws Problem 'gone' when the asker did not begin this or it is too late, 'conflict' when the consent is not
 * enough or for another address, 'unavailable' when the provider did not answer.
 */
export async function finishConnection(ports: MailPorts, ctx: Context, input: FinishConnection): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const begun = await redeem(ports, ctx, input.state);
  const grant = await exchange(ports, begun, input.code);
  if (!grant.features.includes('read'))
    throw new Problem('conflict', 'Reading mail was not allowed, so nothing was connected. Begin again and allow it.');
  return keepGrant(ports, ctx, begun, grant);
}

/** Ends the authorization: each is good for one try. */
async function redeem(ports: MailPorts, ctx: Context, state: string): Promise<Authorization> {
  const [row] = await ports.db
    .delete(mailboxAuthorization)
    .where(
      and(
        eq(mailboxAuthorization.teamId, ctx.teamId),
        eq(mailboxAuthorization.stateHash, hashSecret(state)),
        eq(mailboxAuthorization.userId, ctx.userId),
        gt(mailboxAuthorization.expiresAt, ports.clock.now()),
      ),
    )
    .returning();
  if (row === undefined)
    throw new Problem('gone', 'This connection was not finished in time, or was begun elsewhere. Begin again.');
  return row;
}

async function exchange(ports: MailPorts, begun: Authorization, code: string): Promise<MailGrant> {
  const codeVerifier = ports.vault.unseal(begun.sealedVerifier, verifierSecret(begun.teamId, begun.stateHash));
  const provider = consentProviderOf(ports, begun.provider);
  const delegated = begun.delegatedAddress;
  try {
    return await provider.exchange({ code, codeVerifier, redirectUri: callbackUrl(ports), delegated });
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    const isRefused = error.kind === 'signed-out' || error.kind === 'refused';
    throw new Problem(
      isRefused ? 'conflict' : 'unavailable',
      isRefused
        ? `${provider.name} did not connect the mailbox. ${error.message}`
        : `${provider.name} did not finish the connection. ${error.message} Begin again.`,
    );
  }
}
