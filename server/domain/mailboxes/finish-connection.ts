import { and, eq, gt, ne } from 'drizzle-orm';
import { z } from 'zod';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { mailbox, mailboxAuthorization } from '#server/db/schema/index.ts';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailGrant } from '#server/ports/mail-reader.ts';
import { endAlarms } from './alarms.ts';
import { callbackUrl, hashSecret, verifierSecret } from './begin-connection.ts';
import { requestSync } from './mailbox-jobs.ts';
import { noteTaken, tellHolders } from './mailbox-people.ts';
import { providerOf, sealTokens, unsealTokens, whereMailbox, type MailboxRow } from './mailbox-row.ts';
import { readMailbox } from './read-mailboxes.ts';

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
  await refuseTaken(ports, ctx, begun, grant);
  const id = await inTransaction(ports.db, (tx) => connect(ports, tx, ctx, begun, grant));
  return readMailbox(ports, { teamId: ctx.teamId, mailboxId: id });
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
  const provider = providerOf(ports, begun.provider);
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

/** Who connects what a teammate has connected already may ask them, since they proved that the address is theirs too. */
async function refuseTaken(ports: MailPorts, ctx: Context, begun: Authorization, grant: MailGrant): Promise<void> {
  const known = await findSame(ports.db, ctx, begun, grant);
  if (known === undefined || known.ownerId === ctx.userId) return;
  if (!(await noteTaken(ports, ctx, known))) return;
  throw new Problem(
    'conflict',
    `${grant.address} is already connected by a teammate. You can ask them to let you use it, under Mailboxes in the options.`,
  );
}

/** The team's mailbox of the address that was consented to. */
async function findSame(
  db: Database | Transaction,
  ctx: Context,
  { provider }: Authorization,
  { address }: MailGrant,
  lock?: 'update',
): Promise<MailboxRow | undefined> {
  const isSame = and(
    eq(mailbox.teamId, ctx.teamId),
    eq(mailbox.provider, provider),
    eq(mailbox.address, address),
    ne(mailbox.state, 'disconnected'),
  );
  const query = db.select().from(mailbox).where(isSame);
  const [row] = lock === undefined ? await query : await query.for(lock);
  return row;
}

async function connect(
  ports: MailPorts,
  tx: Transaction,
  ctx: Context,
  begun: Authorization,
  grant: MailGrant,
): Promise<MailboxId> {
  const { provider } = begun;
  const known = await findSame(tx, ctx, begun, grant, 'update');
  if (begun.mailboxId !== null && begun.mailboxId !== known?.id)
    throw new Problem('conflict', `That was ${grant.address}, another mailbox. Choose the same one again.`);
  const id = (known?.id ?? createId<string>()) as MailboxId;
  const fields = { ...tokenFields(ports, { teamId: ctx.teamId, id }, grant, known), ...freshFields(ports) };
  if (known === undefined) {
    const windowFrom = new Date(ports.clock.now().getTime() - ports.config.mailboxes.windowDays * 24 * 60 * 60 * 1000);
    const own = { teamId: ctx.teamId, id, ownerId: ctx.userId, provider, address: grant.address };
    await tx.insert(mailbox).values({ ...own, ...fields, windowFrom });
  } else
    await tx
      .update(mailbox)
      .set(fields)
      .where(whereMailbox({ teamId: ctx.teamId, mailboxId: id }));
  if (known !== undefined) await endAlarms(tx, { teamId: ctx.teamId, mailboxId: id });
  const action = known === undefined ? 'mailbox.connect' : 'mailbox.reconnect';
  await recordAudit(tx, ctx, { action, target: `mailbox:${id}`, detail: { provider, features: grant.features } });
  await requestSync(ports, tx, { teamId: ctx.teamId, mailboxId: id });
  await tellHolders(ports, tx, { teamId: ctx.teamId, mailboxId: id });
  return id;
}

/** A provider that gives no refresh token the second time leaves the first one good. */
function tokenFields(
  ports: MailPorts,
  key: { teamId: string; id: string },
  grant: MailGrant,
  known: MailboxRow | undefined,
) {
  const refreshToken = grant.tokens.refreshToken ?? (known && unsealTokens(ports, known).refreshToken);
  if (refreshToken === undefined)
    throw new Problem('conflict', 'The provider gave no lasting access, so nothing was connected. Begin again.');
  return {
    sealedTokens: sealTokens(ports, key, { accessToken: grant.tokens.accessToken, refreshToken }),
    tokenExpiresAt: grant.tokens.expiresAt,
    features: [...grant.features],
    via: grant.via,
  };
}

function freshFields(ports: MailPorts) {
  const now = ports.clock.now();
  return { state: 'connected' as const, problem: null, troubleCount: 0, heldUntil: null, checkAt: now, watchAt: now };
}
