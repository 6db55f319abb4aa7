import { sql } from 'drizzle-orm';
import { inTransaction, type Database } from '#server/db/client.ts';
import { runPrepared } from '#server/db/prepared.ts';
import { inLots } from '#server/kernel/in-lots.ts';
import { sizeOf } from '#server/ports/mail-bytes.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isLeftOut, type IncomingEmail, type StoredEmail } from './incoming-email.ts';
import { keepSource } from './keep-source.ts';
import { prepareEmail } from './read-incoming.ts';
import { findSharingRules, loadGround } from './sharing-rules.ts';
import { storeLot, type ReadyEmail } from './store-lot.ts';

/** What is stored in one transaction; the others of the team wait for it. */
const mostMails = 50;
const mostBytes = 16 * 1024 * 1024;

export type StoreMail = (incoming: IncomingEmail) => Promise<StoredEmail>;

/** Stores one mail: see `openIntake`. */
export function storeEmail(ports: Ports, incoming: IncomingEmail): Promise<StoredEmail> {
  return openIntake(ports, incoming)(incoming);
}

/**
 * Stores the mails of a mailbox: each once per team, with a copy for each mailbox, in the correspondence where it
 * belongs. The same mail again changes nothing but its labels. What no rule of its owner shares keeps no subject, text,
 * file or source here. Safe in any order, on several servers at once, and after being cut off at any point.
 *
 * Mails are read, and their bytes kept, as they are given; those that are ready together are stored together. One that
 * can't be stored fails alone.
 */
export function openIntake(ports: Ports, at: { readonly teamId: string; readonly mailboxId: string }): StoreMail {
  const early = once(() => loadGround((statement, values) => runPrepared(ports.db, statement, values), at));
  const commit = inLots<ReadyEmail, StoredEmail>({
    most: mostMails,
    weight: { of: ({ incoming }) => sizeOf(incoming.raw), most: mostBytes },
    run: (lot) => commitLot(ports, lot),
  });
  return async (incoming) => {
    if (isLeftOut(incoming.labels))
      return { emailId: undefined, correspondenceId: undefined, isNew: false, isShared: false };
    const ground = await early();
    const prepared = await prepareEmail(incoming, ground.hashKey);
    const [rule] = await findSharingRules(ports.db, [{ incoming, prepared }], ground);
    // Rules may change until it is stored; then what holds decides.
    const kept = rule === undefined ? undefined : await keepSource(ports, incoming.raw, prepared.email);
    return commit({ incoming, prepared, kept });
  };
}

function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => (loading ??= load());
}

/** All of them in one transaction; where that fails, in halves, down to the one that it fails for. */
async function commitLot(
  ports: Ports,
  lot: readonly ReadyEmail[],
): Promise<readonly PromiseSettledResult<StoredEmail>[]> {
  try {
    const stored = await inTransaction(ports.db, (tx) => storeLot(ports, tx, lot));
    return stored.map((value) => ({ status: 'fulfilled', value }));
  } catch (error) {
    if (lot.length === 1 || !(await isAnswering(ports.db)))
      return lot.map(() => ({ status: 'rejected', reason: error }));
    const half = Math.ceil(lot.length / 2);
    return [...(await commitLot(ports, lot.slice(0, half))), ...(await commitLot(ports, lot.slice(half)))];
  }
}

/** Whether it is worth trying again at once. */
async function isAnswering(db: Database): Promise<boolean> {
  return db.execute(sql`select`).then(
    () => true,
    () => false,
  );
}
