import type { MailboxId, TeamId, UserId } from '#shared/contract/ids.ts';
import { changeCopies, openIntake, type CopyChange, type StoreMail } from '../../emails/index.ts';
import { inLots } from '#server/kernel/in-lots.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailState, RawMail } from '#server/ports/mail-reader.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import { settleItems, type SettledItem, type WaitingItem } from './items.ts';

const leftOut = ['spam', 'trash', 'draft'];
const mostSettled = 200;

/** Spam, the bin and drafts are left at the provider. */
export function isLeftOut(state: MailState): boolean {
  return state.labels.some((label) => leftOut.includes(label)) || state.labels.includes('CHAT');
}

/** Where what was read of a mailbox goes. Each is safe to repeat. */
export interface Keeper {
  /** Stores a mail that was read. */
  keepMail(item: WaitingItem, mail: RawMail): Promise<void>;
  /** Brings a stored copy to the state that it has at the provider; `gone` when it is there no more. */
  keepState(item: WaitingItem, state: MailState | 'gone'): Promise<void>;
  /** Notes down what became of an item. */
  settle(item: WaitingItem, state: SettledItem['state']): Promise<void>;
}

/** For one mailbox. What comes close together is written together. */
export function createKeeper(ports: MailPorts, row: MailboxRow): Keeper {
  const key = { teamId: row.teamId, mailboxId: row.id };
  const store = openIntake(ports, key);
  const settle = inLots<SettledItem, void>({
    most: mostSettled,
    run: async (lot) => {
      await settleItems(ports.db, key, lot);
      return lot.map(() => ({ status: 'fulfilled', value: undefined }));
    },
  });
  const follow = inLots<CopyChange, void>({
    most: mostSettled,
    run: async (lot) => {
      await changeCopies(ports, key, lot);
      return lot.map(() => ({ status: 'fulfilled', value: undefined }));
    },
  });
  return {
    keepMail: (item, mail) => storeMail(ports, row, store, item, mail),
    keepState: (item, state) => {
      const providerMessageId = item.id;
      if (state === 'gone') return follow({ providerMessageId, isDeleted: true });
      return follow({
        providerMessageId,
        labels: state.labels,
        isRead: state.isRead,
        isDeleted: isLeftOut(state),
      });
    },
    settle: (item, state) => settle({ item, state }),
  };
}

async function storeMail(
  ports: MailPorts,
  row: MailboxRow,
  store: StoreMail,
  item: WaitingItem,
  { raw, state }: RawMail,
): Promise<void> {
  await store({
    teamId: row.teamId as TeamId,
    mailboxId: row.id as MailboxId,
    ownerUserId: row.ownerId as UserId,
    mailboxAddress: row.address,
    providerMessageId: item.id,
    providerThreadId: state.threadId ?? item.threadId,
    threadKind: providerOf(ports, row.provider).threadKind,
    raw,
    receivedAt: state.receivedAt === null ? ports.clock.now() : new Date(state.receivedAt),
    labels: state.labels,
    isRead: state.isRead,
  });
}
