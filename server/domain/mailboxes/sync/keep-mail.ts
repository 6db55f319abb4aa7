import type { MailboxId, TeamId, UserId } from '#shared/contract/ids.ts';
import { changeCopy, storeEmail } from '../../emails/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailState, RawMail } from '#server/ports/mail-reader.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import type { WaitingItem } from './items.ts';

const leftOut = ['spam', 'trash', 'draft'];

/** Spam, the bin and drafts are left at the provider. */
export function isLeftOut(state: MailState): boolean {
  return state.labels.some((label) => leftOut.includes(label)) || state.labels.includes('CHAT');
}

/** Stores a mail that was read. Safe to repeat. */
export async function keepMail(ports: MailPorts, row: MailboxRow, item: WaitingItem, mail: RawMail): Promise<void> {
  const { state } = mail;
  await storeEmail(ports, {
    teamId: row.teamId as TeamId,
    mailboxId: row.id as MailboxId,
    ownerUserId: row.ownerId as UserId,
    mailboxAddress: row.address,
    providerMessageId: item.id,
    providerThreadId: state.threadId ?? item.threadId,
    threadKind: providerOf(ports, row.provider).threadKind,
    raw: mail.raw,
    receivedAt: state.receivedAt === null ? ports.clock.now() : new Date(state.receivedAt),
    labels: state.labels,
    isRead: state.isRead,
  });
}

/** Brings a stored copy to the state that it has at the provider; `gone` when it is there no more. */
export async function keepState(
  ports: MailPorts,
  row: MailboxRow,
  item: WaitingItem,
  state: MailState | 'gone',
): Promise<void> {
  const copy = { teamId: row.teamId as TeamId, mailboxId: row.id as MailboxId, providerMessageId: item.id };
  if (state === 'gone') await changeCopy(ports, { ...copy, isDeleted: true });
  else await changeCopy(ports, { ...copy, labels: state.labels, isRead: state.isRead, isDeleted: isLeftOut(state) });
}
