import { recordAudit } from '../audit/index.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { raiseAlarm } from './alarms.ts';
import { tellHolders } from './mailbox-people.ts';
import { whereMailbox, type MailboxRow } from './mailbox-row.ts';

/** The provider gives no access any more: nothing is read until the owner connects again, and the owner is told. */
export async function needReconnect(
  ports: Pick<MailPorts, 'liveFeed' | 'logger' | 'queue'>,
  tx: Transaction,
  row: MailboxRow,
  problem: string,
): Promise<void> {
  const { teamId, id: mailboxId } = row;
  await tx.update(mailbox).set({ state: 'reconnect', problem }).where(whereMailbox({ teamId, mailboxId }));
  const target = `mailbox:${mailboxId}`;
  await recordAudit(tx, { teamId, actorKind: 'server' }, { action: 'mailbox.need-reconnect', target });
  await raiseAlarm(ports, tx, row);
  await tellHolders(ports, tx, { teamId, mailboxId });
  ports.logger.warn({ mailboxId }, 'a mailbox has to be connected again by its owner');
}
