import { MailAccount, RenewPassword } from '#shared/contract/mail-account.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
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
  return keepGrant(ports, ctx, { provider: 'imap', mailboxId: null }, grant);
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
