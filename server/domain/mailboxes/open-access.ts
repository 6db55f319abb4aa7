import { and, eq, lt } from 'drizzle-orm';
import { mailbox } from '#server/db/schema/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailReader } from '#server/ports/mail-reader.ts';
import { needReconnect } from './need-reconnect.ts';
import {
  delegatedOf,
  findMailbox,
  providerOf,
  sealAgain,
  sealTokens,
  unsealTokens,
  whereMailbox,
  type MailboxRow,
} from './mailbox-row.ts';

/** Access is renewed this long before it ends. */
const aheadMs = 5 * 60 * 1000;

/**
 * The mailbox's reader with access that is good for some minutes more.
 * @throws MailTrouble 'signed-out' when its owner has to connect it again (which is then written down).
 */
export async function openReader(ports: MailPorts, row: MailboxRow): Promise<MailReader> {
  return providerOf(ports, row.provider).reader(await freshAccess(ports, row), delegatedOf(row));
}

/** An access token that is good for some minutes more. Throws as `openReader` does. */
export async function freshAccess(ports: MailPorts, row: MailboxRow): Promise<string> {
  const isSoonOver = row.tokenExpiresAt.getTime() - ports.clock.now().getTime() < aheadMs;
  const current = isSoonOver ? await renewAccess(ports, row) : row;
  return unsealTokens(ports, current).accessToken;
}

/**
 * Renews a mailbox's access, one server at a time: whoever waits for the row finds the new tokens and asks for none.
 * They are stored in the transaction that held the row, since a provider may take an old refresh token only once.
 * @param seen the row whose tokens were found to be old.
 */
export async function renewAccess(ports: MailPorts, seen: MailboxRow): Promise<MailboxRow> {
  const key = { teamId: seen.teamId, mailboxId: seen.id };
  const renewed = await ports.db.transaction(async (tx) => {
    const [row] = await tx.select().from(mailbox).where(whereMailbox(key)).for('update');
    if (row === undefined || row.state !== 'connected') throw new MailTrouble('signed-out', 'It is not connected.');
    if (row.sealedTokens !== seen.sealedTokens) return row;
    const { refreshToken } = unsealTokens(ports, row);
    try {
      const tokens = await providerOf(ports, row.provider).refresh(refreshToken);
      const stored = { accessToken: tokens.accessToken, refreshToken: tokens.refreshToken ?? refreshToken };
      const fields = { sealedTokens: sealTokens(ports, row, stored), tokenExpiresAt: tokens.expiresAt };
      await tx.update(mailbox).set(fields).where(whereMailbox(key));
      return { ...row, ...fields };
    } catch (error) {
      if (!(error instanceof MailTrouble) || error.kind !== 'signed-out') throw error;
      await needReconnect(ports, tx, row, error.message);
      return undefined;
    }
  });
  if (renewed === undefined) throw new MailTrouble('signed-out', 'Its owner has to connect it again.');
  return renewed;
}

/**
 * Renews every access that ends soon, and seals anew what lies under an older key. Run it every few minutes; what
 * fails is tried again the next time and keeps no other from its turn.
 */
export async function renewAccesses(ports: MailPorts): Promise<void> {
  const before = new Date(ports.clock.now().getTime() + 2 * aheadMs);
  const soon = and(eq(mailbox.state, 'connected'), lt(mailbox.tokenExpiresAt, before));
  for (const row of await ports.db.select().from(mailbox).where(soon)) {
    if (ports.mail.providers[row.provider] === undefined) continue;
    await renewAccess(ports, row).catch((error: unknown) =>
      ports.logger.warn({ err: error, mailboxId: row.id }, 'a mailbox’s access was not renewed'),
    );
  }
  // Those that wait to be connected again too, or for their consent to be taken back: they outlive the older key.
  for (const row of await ports.db.select().from(mailbox)) {
    if (!ports.vault.isStale(row.sealedTokens)) continue;
    await sealAnew(ports, row).catch((error: unknown) =>
      ports.logger.error({ err: error, mailboxId: row.id }, 'a mailbox’s tokens could not be sealed anew'),
    );
  }
}

async function sealAnew(ports: MailPorts, row: MailboxRow): Promise<void> {
  await ports.db
    .update(mailbox)
    .set({ sealedTokens: sealAgain(ports, row) })
    .where(and(whereMailbox({ teamId: row.teamId, mailboxId: row.id }), eq(mailbox.sealedTokens, row.sealedTokens)));
}

/** What to do after the provider did not take the access it gave: with access that is new since, one may go on. */
export async function afterExpired(ports: MailPorts, seen: MailboxRow): Promise<void> {
  const now = await findMailbox(ports.db, { teamId: seen.teamId, mailboxId: seen.id });
  if (now?.sealedTokens === seen.sealedTokens) await renewAccess(ports, seen);
}
