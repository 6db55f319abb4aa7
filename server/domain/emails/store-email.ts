import { sql } from 'drizzle-orm';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { lockThreads, noteArrival, placeEmails } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { runPrepared, runPreparedIn } from '#server/db/prepared.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isLeftOut, type IncomingEmail, type StoredEmail } from './incoming-email.ts';
import { noteMailbox } from './note-mailbox.ts';
import { prepareEmail, type PreparedEmail } from './read-incoming.ts';
import { findSharingRule, loadGround, type SharingGround } from './sharing-rules.ts';
import { keepSource, requireKept, writeContent, type KeptSource } from './write-content.ts';
import { upsertEmail, writeCopy } from './write-email.ts';

/**
 * Stores a mail from a mailbox: once per team, with a copy for each mailbox, in the correspondence where it belongs.
 * The same mail again changes nothing but its labels. What no rule of its owner shares keeps no subject, text, file or
 * source here. Safe in any order, on several servers at once, and after being cut off at any point.
 */
export async function storeEmail(ports: Ports, incoming: IncomingEmail): Promise<StoredEmail> {
  if (isLeftOut(incoming.labels))
    return { emailId: undefined, correspondenceId: undefined, isNew: false, isShared: false };
  const early = await loadGround((statement, values) => runPrepared(ports.db, statement, values), incoming);
  const prepared = await prepareEmail(incoming, early.hashKey);
  const isLikely = (await findSharingRule(ports.db, incoming, prepared, early)) !== undefined;
  const kept = isLikely ? await keepSource(ports, incoming.raw, prepared.email) : undefined;
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, incoming.teamId);
    await noteMailbox(tx, incoming, early);
    // Rules may have changed since the source was kept; what holds now decides.
    const ground = await loadGround((statement, values) => runPreparedIn(tx, statement, values), incoming);
    const rule = await findSharingRule(tx, incoming, prepared, ground);
    return store(ports, tx, { incoming, prepared, ground, kept: rule && kept, rule: rule?.id });
  });
}

interface Storing {
  readonly incoming: IncomingEmail;
  readonly prepared: PreparedEmail;
  readonly ground: SharingGround;
  readonly kept: KeptSource | undefined;
  readonly rule: string | undefined;
}

async function store(ports: Ports, tx: Transaction, storing: Storing): Promise<StoredEmail> {
  const { incoming, prepared, kept } = storing;
  const { teamId } = incoming;
  const email = await upsertEmail(tx, incoming, prepared, storing.ground.teamAddresses);
  const isShared = storing.rule !== undefined;
  const copy = await writeCopy(tx, incoming, email.id, {
    rule: storing.rule,
    // Shared meanwhile, but its content is not here: it is fetched once more.
    isWanted: isShared && kept === undefined,
  });
  await writeThread(tx, storing);
  if (kept !== undefined) {
    await requireKept(ports, tx, kept);
    await writeContent(tx, { teamId, emailId: email.id, prepared, kept, hashKey: storing.ground.hashKey });
  }
  const isChanged = email.isNew || copy.isNew || (kept !== undefined && !email.isShared);
  const correspondenceId = isChanged
    ? await place(tx, incoming, email.id)
    : (email.correspondenceId as CorrespondenceId);
  if (isChanged && (kept !== undefined || email.isShared))
    await noteArrival(ports, tx, { teamId, emailId: email.id, correspondenceId });
  return { emailId: email.id, correspondenceId, isNew: email.isNew, isShared: email.isShared || kept !== undefined };
}

async function place(tx: Transaction, incoming: IncomingEmail, emailId: EmailId): Promise<CorrespondenceId> {
  const placed = await placeEmails(tx, incoming.teamId, [emailId], { userId: incoming.ownerUserId });
  const correspondenceId = placed.get(emailId);
  if (correspondenceId === undefined) throw new Error('a mail was not placed');
  return correspondenceId;
}

/** The mailbox has proved that this thread is its own: from now on opening it finds what is here. */
async function writeThread(tx: Transaction, { incoming, ground: { hashKey } }: Storing): Promise<void> {
  const { teamId, mailboxId, providerThreadId, threadKind, ownerUserId, mailboxAddress } = incoming;
  if (providerThreadId === null || threadKind === null) return;
  const [accountHash, threadHash] = await Promise.all([
    keyedHash(hashKey, 'account', mailboxAddress.toLowerCase()),
    keyedHash(hashKey, 'thread', `${threadKind}:${providerThreadId}`),
  ]);
  await tx.execute(sql`
    insert into mail_thread (team_id, mailbox_id, provider_thread_id, owner_id, account_hash, thread_hash,
      correspondence_id)
    select ${teamId}, ${mailboxId}, ${providerThreadId}, ${ownerUserId}, ${accountHash}, ${threadHash},
      e.correspondence_id
    from email_copy c join email e on e.team_id = c.team_id and e.id = c.email_id
    where c.team_id = ${teamId} and c.mailbox_id = ${mailboxId} and c.provider_message_id = ${incoming.providerMessageId}
    on conflict (team_id, mailbox_id, provider_thread_id) do nothing`);
}
