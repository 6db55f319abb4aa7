import { and, eq, ne } from 'drizzle-orm';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { mailbox } from '#server/db/schema/index.ts';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailGrant } from '#server/ports/mail-reader.ts';
import { endAlarms } from './alarms.ts';
import { requestSync } from './mailbox-jobs.ts';
import { noteTaken, tellHolders } from './mailbox-people.ts';
import { providerOf, sealTokens, unsealTokens, whereMailbox, type MailboxRow } from './mailbox-row.ts';
import { readMailbox } from './read-mailboxes.ts';

/** What somebody set out to connect; `mailboxId`: one of their own that is to be connected again. */
export interface ConnectionWish {
  readonly provider: MailboxRow['provider'];
  readonly mailboxId: string | null;
}

/**
 * Keeps the access that a provider gave: the mailbox is connected, or connected again, and its sync begins.
 * @throws Problem 'conflict' when it is another mailbox than the one meant, or a teammate's already.
 */
export async function keepGrant(
  ports: MailPorts,
  ctx: Context,
  wish: ConnectionWish,
  grant: MailGrant,
): Promise<Mailbox> {
  await refuseTaken(ports, ctx, wish, grant);
  const id = await inTransaction(ports.db, (tx) => connect(ports, tx, ctx, wish, grant));
  return readMailbox(ports, { teamId: ctx.teamId, mailboxId: id });
}

/** Who connects what a teammate has connected already may ask them, since they proved that the address is theirs too. */
async function refuseTaken(ports: MailPorts, ctx: Context, wish: ConnectionWish, grant: MailGrant): Promise<void> {
  const known = await findSame(ports.db, ctx, wish, grant);
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
  { provider }: ConnectionWish,
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
  wish: ConnectionWish,
  grant: MailGrant,
): Promise<MailboxId> {
  const { provider } = wish;
  const known = await findSame(tx, ctx, wish, grant, 'update');
  if (wish.mailboxId !== null && wish.mailboxId !== known?.id)
    throw new Problem('conflict', `That was ${grant.address}, another mailbox. Choose the same one again.`);
  const id = (known?.id ?? createId<string>()) as MailboxId;
  const fields = { ...tokenFields(ports, { teamId: ctx.teamId, id }, grant, known), ...freshFields(ports) };
  if (known === undefined) {
    const windowFrom = new Date(ports.clock.now().getTime() - ports.config.mailboxes.windowDays * 24 * 60 * 60 * 1000);
    const own = { teamId: ctx.teamId, id, ownerId: ctx.userId, provider, address: grant.address };
    const syncIntervalMinutes = providerOf(ports, provider).checkMinutes;
    await tx.insert(mailbox).values({ ...own, ...fields, windowFrom, syncIntervalMinutes });
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
