import { and, eq, ne } from 'drizzle-orm';
import { MailAccount, RenewPassword } from '#shared/contract/mail-account.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailGrant } from '#server/ports/mail-reader.ts';
import { keepGrant } from './keep-grant.ts';
import { getUsableMailbox, unsealTokens } from './mailbox-row.ts';

/**
 * Connects an account by its mail servers, or connects it again. Log-in name and password are tried at both first;
 * without success nothing of them is stored.
 * @throws Problem 'conflict' when a server refuses them, 'unavailable' when one did not answer or must not be asked.
 */
export async function connectAccount(ports: MailPorts, ctx: Context, account: MailAccount): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const grant = await prove(ports, account);
  await refuseOtherServers(ports, ctx, account);
  return keepGrant(ports, ctx, { provider: 'imap', mailboxId: null }, grant);
}

/**
 * What servers of one's own say of an address proves nothing to a teammate who reads it elsewhere: neither may it become
 * the way that their mail goes, nor a reason to ask them for the mailbox.
 */
async function refuseOtherServers(ports: MailPorts, ctx: Context, account: MailAccount): Promise<void> {
  const [row] = await ports.db
    .select()
    .from(mailbox)
    .where(
      and(
        eq(mailbox.teamId, ctx.teamId),
        eq(mailbox.provider, 'imap'),
        eq(mailbox.address, account.address),
        ne(mailbox.state, 'disconnected'),
        ne(mailbox.ownerId, ctx.userId),
      ),
    );
  if (row === undefined) return;
  const known = MailAccount.parse(JSON.parse(unsealTokens(ports, row).accessToken));
  if (known.imap.host === account.imap.host && known.smtp.host === account.smtp.host) return;
  throw new Problem('conflict', `${account.address} is already connected by a teammate, at other servers.`);
}

/** Connects an account again with another password, at the servers that it was connected at. Throws as the first time. */
export async function renewPassword(ports: MailPorts, ctx: Context, input: RenewPassword): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const row = await getUsableMailbox(ports.db, ctx, input.mailboxId);
  if (row.provider !== 'imap') throw new Problem('conflict', 'This mailbox has no password here.');
  const known = MailAccount.parse(JSON.parse(unsealTokens(ports, row).accessToken));
  const grant = await prove(ports, { ...known, password: input.password });
  return keepGrant(ports, ctx, { provider: 'imap', mailboxId: row.id }, grant);
}

async function prove(ports: MailPorts, account: MailAccount): Promise<MailGrant> {
  const provider = ports.mail.providers.imap;
  if (provider === undefined) throw new Problem('unavailable', 'This server was started without mail providers.');
  try {
    return await provider.prove(account);
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    const isRefused = error.kind === 'signed-out' || error.kind === 'refused';
    throw new Problem(isRefused ? 'conflict' : 'unavailable', error.message);
  }
}
