import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailboxInput } from './change-mailbox.ts';
import { featuresOf, getUsableMailbox, whereMailbox, type MailboxRow } from './mailbox-row.ts';
import { openSender } from './open-sender.ts';

const freshMs = 60 * 60_000;

/**
 * Other addresses that a mailbox may write from. The provider is asked when what is known is older than an hour; while
 * it does not answer, what is known counts.
 */
export async function readAliases(ports: MailPorts, ctx: Context, { mailboxId }: MailboxInput): Promise<Recipient[]> {
  requirePermission(ctx, 'outgoing-mail.write');
  const row = await getUsableMailbox(ports.db, ctx, mailboxId);
  const isFresh = row.aliasesAt !== null && ports.clock.now().getTime() - row.aliasesAt.getTime() < freshMs;
  if (isFresh || row.state !== 'connected' || !featuresOf(row).includes('send')) return [...row.aliases];
  return askForAliases(ports, row);
}

async function askForAliases(ports: MailPorts, row: MailboxRow): Promise<Recipient[]> {
  const key = { teamId: row.teamId, mailboxId: row.id };
  try {
    const opened = await openSender(ports, key);
    if (!('sender' in opened)) return [...row.aliases];
    try {
      const aliases = [...(await opened.sender.listAliases())];
      await ports.db.update(mailbox).set({ aliases, aliasesAt: ports.clock.now() }).where(whereMailbox(key));
      return aliases;
    } finally {
      await opened.done();
    }
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    ports.logger.debug({ err: error, mailboxId: row.id }, 'a mailbox’s other addresses could not be read');
    return [...row.aliases];
  }
}
