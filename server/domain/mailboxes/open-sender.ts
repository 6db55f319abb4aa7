import { and, asc, eq, ne } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import type { SendingMailbox } from '#shared/contract/outgoing-mail.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailSender } from '#server/ports/mail-sender.ts';
import { requestSync } from './mailbox-jobs.ts';
import {
  delegatedOf,
  featuresOf,
  findMailbox,
  getUsableMailbox,
  isUsableBy,
  providerOf,
  whereMailbox,
  type MailboxKey,
  type MailboxRow,
} from './mailbox-row.ts';
import { afterExpired, freshAccess } from './open-access.ts';
import { readSignatures } from './signatures.ts';
import { takeLeave } from './sync/spend.ts';

/** The asker's own mailboxes that mail may go out from, oldest first. */
export async function listSendingMailboxes(db: Database | Transaction, ctx: Context): Promise<SendingMailbox[]> {
  const own = and(eq(mailbox.teamId, ctx.teamId), isUsableBy(ctx), ne(mailbox.state, 'disconnected'));
  const rows = await db.select().from(mailbox).where(own).orderBy(asc(mailbox.connectedAt), asc(mailbox.id));
  const signatures = await readSignatures(db, ctx);
  return rows.map((row) => ({
    id: row.id as MailboxId,
    address: row.address,
    maySend: row.state === 'connected' && featuresOf(row).includes('send'),
    signature: signatures.get(row.id) ?? '',
    aliases: [...row.aliases],
  }));
}

/**
 * The asker's own mailbox, ready to send.
 * @throws Problem 'not-found' for anybody else's, 'conflict' when it has to be connected again or may not send.
 */
export async function requireSendingMailbox(
  tx: Transaction,
  ctx: Context,
  id: string,
): Promise<Pick<MailboxRow, 'address' | 'aliases'>> {
  const row = await getUsableMailbox(tx, ctx, id);
  if (row.state !== 'connected')
    throw new Problem('conflict', `${row.address} has to be connected again before it can send. Nothing was sent.`);
  if (!featuresOf(row).includes('send'))
    throw new Problem('conflict', `${row.address} may not send yet. Allow it in the options; nothing was sent.`);
  return row;
}

/** A mailbox that mail goes out from, with leave for what one send takes. */
export interface OpenSender {
  readonly sender: MailSender;
  readonly address: string;
  /** To be called when the calls are over. */
  done(): Promise<void>;
  /** What to do after `expired`: new access is asked for. */
  renew(): Promise<void>;
}

/**
 * @returns the sender, or after how long (in real milliseconds) the provider's allowance has room.
 * @throws MailTrouble when there is no access: 'signed-out' until its owner connects it again.
 */
export async function openSender(ports: MailPorts, key: MailboxKey): Promise<OpenSender | { readonly waitMs: number }> {
  const row = await findMailbox(ports.db, key);
  if (row === undefined || row.state === 'disconnected')
    throw new MailTrouble('signed-out', 'Its mailbox is not connected any more.');
  if (row.state !== 'connected')
    throw new MailTrouble('signed-out', `${row.address} has to be connected again by its owner.`);
  const provider = providerOf(ports, row.provider);
  const { quota } = provider;
  const leave = await takeLeave(ports, key, quota, {
    cost: quota.costs.send,
    want: 1,
    isUrgent: true,
    isApart: true,
  });
  if ('waitMs' in leave) return leave;
  try {
    const sender = provider.sender(await freshAccess(ports, row), delegatedOf(row));
    return { sender, address: row.address, done: leave.done, renew: () => afterExpired(ports, row) };
  } catch (error) {
    await leave.done();
    throw error;
  }
}

/** Something went out from the mailbox: what is new there is asked for now. */
export async function hurrySync(ports: MailPorts, key: MailboxKey): Promise<void> {
  await ports.db.update(mailbox).set({ checkAt: ports.clock.now() }).where(whereMailbox(key));
  await requestSync(ports, ports.db, key);
}
