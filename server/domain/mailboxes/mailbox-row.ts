import { and, eq, ne, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { MailFeature, type ConsentProviderId } from '#shared/contract/mailbox.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { ConsentMailProvider, MailProvider } from '#server/ports/mail-reader.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { SecretOwner } from '#server/ports/vault.ts';

/** A connected mailbox, as it is stored. */
export type MailboxRow = typeof mailbox.$inferSelect;

/** Which mailbox: ids as they are in job payloads. */
export interface MailboxKey {
  readonly teamId: string;
  readonly mailboxId: string;
}

export function whereMailbox({ teamId, mailboxId }: MailboxKey) {
  return and(eq(mailbox.teamId, teamId), eq(mailbox.id, mailboxId));
}

export async function findMailbox(db: Database | Transaction, key: MailboxKey): Promise<MailboxRow | undefined> {
  const [row] = await db.select().from(mailbox).where(whereMailbox(key));
  return row;
}

/** A mailbox of the asker's own. Problem 'not-found' for anybody else's, which does not say that it exists. */
export function getOwnMailbox(
  db: Database | Transaction,
  ctx: Context,
  mailboxId: string,
  lock?: 'update',
): Promise<MailboxRow> {
  return getMailboxWhere(db, ctx, mailboxId, eq(mailbox.ownerId, ctx.userId), lock);
}

/** A mailbox that the asker may act with, as its owner or one of its users. Problem 'not-found' for any other. */
export function getUsableMailbox(
  db: Database | Transaction,
  ctx: Context,
  mailboxId: string,
  lock?: 'update',
): Promise<MailboxRow> {
  return getMailboxWhere(db, ctx, mailboxId, isUsableBy(ctx), lock);
}

/** Whether a mailbox is the asker's own, or one that they are a user of. */
export function isUsableBy({ teamId, userId }: Pick<Context, 'teamId' | 'userId'>) {
  return sql`(${mailbox.ownerId} = ${userId} or exists (select from mailbox_user held where held.team_id = ${teamId}
    and held.mailbox_id = ${mailbox.id} and held.user_id = ${userId}))`;
}

async function getMailboxWhere(
  db: Database | Transaction,
  ctx: Context,
  mailboxId: string,
  isAllowed: SQL,
  lock: 'update' | undefined,
): Promise<MailboxRow> {
  const query = db
    .select()
    .from(mailbox)
    .where(and(whereMailbox({ teamId: ctx.teamId, mailboxId }), isAllowed, ne(mailbox.state, 'disconnected')));
  const [row] = lock === undefined ? await query : await query.for(lock);
  if (row === undefined) throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
  return row;
}

const StoredTokens = z.object({ accessToken: z.string(), refreshToken: z.string() });
export type StoredTokens = z.infer<typeof StoredTokens>;

function secretOf(row: Pick<MailboxRow, 'teamId' | 'id'>): SecretOwner {
  return { teamId: row.teamId, purpose: 'mailbox.sealed_tokens', rowId: row.id };
}

export function sealTokens(
  ports: Pick<Ports, 'vault'>,
  row: Pick<MailboxRow, 'teamId' | 'id'>,
  tokens: StoredTokens,
): string {
  return ports.vault.seal(JSON.stringify(tokens), secretOf(row));
}

export function unsealTokens(
  ports: Pick<Ports, 'vault'>,
  row: Pick<MailboxRow, 'teamId' | 'id' | 'sealedTokens'>,
): StoredTokens {
  return StoredTokens.parse(JSON.parse(ports.vault.unseal(row.sealedTokens, secretOf(row))));
}

/** The same tokens sealed under the newest key. */
export function sealAgain(ports: Pick<Ports, 'vault'>, row: MailboxRow): string {
  return sealTokens(ports, row, unsealTokens(ports, row));
}

/** Its address where it is another's that the signed-in account opens; null for the account's own. */
export function delegatedOf({ via, address }: Pick<MailboxRow, 'via' | 'address'>): string | null {
  return via === null ? null : address;
}

/** What the mailbox may be used for. */
export function featuresOf(row: Pick<MailboxRow, 'features'>): MailFeature[] {
  return row.features.flatMap((feature) => MailFeature.safeParse(feature).data ?? []);
}

/** @throws Problem 'unavailable' when the server has no client at this provider (any more). */
export function providerOf(ports: Pick<MailPorts, 'mail'>, id: MailboxRow['provider']): MailProvider {
  return ports.mail.providers[id] ?? missingProvider(id);
}

/** A provider that asks the account's owner on its own page. Throws as `providerOf` does. */
export function consentProviderOf(ports: Pick<MailPorts, 'mail'>, id: ConsentProviderId): ConsentMailProvider {
  return ports.mail.providers[id] ?? missingProvider(id);
}

function missingProvider(id: MailboxRow['provider']): never {
  const app = { gmail: 'Google app', outlook: 'Microsoft app', imap: 'way to other accounts' }[id];
  throw new Problem('unavailable', `This server has no ${app} yet. Whoever runs it can add one (see the README).`);
}
