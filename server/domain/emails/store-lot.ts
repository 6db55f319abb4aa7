import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { lockThreads, noteArrivals, placeEmails } from '../correspondences/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { hashUnderKey } from '#server/kernel/keyed-hash.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { IncomingEmail, StoredEmail } from './incoming-email.ts';
import { requireKept, type KeptSource } from './keep-source.ts';
import { noteReports } from './note-reports.ts';
import { noteMailbox } from './note-mailbox.ts';
import type { PreparedEmail } from './read-incoming.ts';
import { findSharingRules, loadGround, type SharingGround } from './sharing-rules.ts';
import { writeContents } from './write-content.ts';
import { writeCopies, type NewCopy } from './write-copies.ts';
import { writeEmails, type EmailRow } from './write-emails.ts';

/** A mail that is read; `kept` once its bytes lie in the file store. */
export interface ReadyEmail {
  readonly incoming: IncomingEmail;
  readonly prepared: PreparedEmail;
  readonly kept: KeptSource | undefined;
}

/**
 * Stores mails of one mailbox in one pass: a few statements for all of them, and the team's threads are worked out once.
 * What the rules and the team's people are now decides.
 */
export async function storeLot(
  ports: Ports,
  tx: Transaction,
  lot: readonly ReadyEmail[],
): Promise<readonly StoredEmail[]> {
  const [first] = lot;
  if (first === undefined) return [];
  const { teamId, ownerUserId } = first.incoming;
  await lockThreads(tx, teamId);
  const ground = await readGround(tx, first.incoming);
  const rules = await findSharingRules(tx, lot, ground);
  const mails = lot.map((mail, at) => ({ ...mail, kept: rules[at] && mail.kept, rule: rules[at]?.id }));
  await requireKept(
    tx,
    mails.flatMap(({ kept }) => kept ?? []),
  );
  const emails = await writeEmails(tx, mails, ground.teamAddresses);
  const copies = mails.map((mail, at): NewCopy => ({ ...mail, emailId: emailAt(emails, at).id }));
  const newCopies = await writeCopies(tx, copies);
  await writeThreads(tx, mails, emails, ground.hashKey);
  const reports = mails.flatMap(({ prepared: { report } }, at) =>
    report === undefined ? [] : [{ emailId: emailAt(emails, at).id, report }],
  );
  await noteReports(ports, tx, first.incoming, reports);
  await writeContents(
    tx,
    teamId,
    mails.flatMap(({ prepared, kept }, at) => {
      const { id, isNew, isShared } = emailAt(emails, at);
      return kept === undefined || isShared ? [] : [{ emailId: id, isNew, prepared, kept }];
    }),
    ground.hashKey,
  );
  const isChanged = (at: number) => {
    const { isNew, isShared } = emailAt(emails, at);
    return isNew || newCopies[at] === true || (mails[at]?.kept !== undefined && !isShared);
  };
  const changed = emails.filter((_email, at) => isChanged(at)).map(({ id }) => id);
  const placed = await placeEmails(tx, teamId, [...new Set(changed)], { userId: ownerUserId });
  const stored = emails.map((email, at) => ({
    emailId: email.id,
    correspondenceId: placed.get(email.id) ?? (email.correspondenceId as CorrespondenceId),
    isNew: email.isNew,
    isShared: email.isShared || mails[at]?.kept !== undefined,
  }));
  const arrivals = stored.filter(({ isShared }, at) => isShared && isChanged(at));
  await noteArrivals(ports, tx, teamId, arrivals);
  return stored;
}

function emailAt(emails: readonly EmailRow[], at: number): EmailRow {
  const email = emails[at];
  if (email === undefined) throw new Error('a mail was not written');
  return email;
}

async function readGround(tx: Transaction, incoming: IncomingEmail): Promise<SharingGround> {
  const load = () => loadGround((statement, values) => runPreparedIn(tx, statement, values), incoming);
  const ground = await load();
  return (await noteMailbox(tx, incoming, ground)) ? load() : ground;
}

const insertThreads: PreparedStatement = {
  name: 'emails.insert-threads',
  text: `insert into mail_thread (team_id, mailbox_id, provider_thread_id, owner_id, account_hash, thread_hash,
      correspondence_id)
    select $1, $2, given.thread, $3, $4, given.hash, e.correspondence_id
    from json_to_recordset($5::json) as given (thread text, hash text, email uuid)
    join email e on e.team_id = $1 and e.id = given.email
    on conflict (team_id, mailbox_id, provider_thread_id) do nothing`,
};

/** The mailbox has proved that these threads are its own: from now on opening one finds what is here. */
async function writeThreads(
  tx: Transaction,
  mails: readonly ReadyEmail[],
  emails: readonly EmailRow[],
  hashKey: string,
): Promise<void> {
  const first = mails[0]?.incoming;
  if (first === undefined) return;
  const threads = new Map<string, { kind: string; email: string }>();
  for (const [at, { incoming }] of mails.entries()) {
    const { providerThreadId: thread, threadKind: kind } = incoming;
    if (thread !== null && kind !== null && !threads.has(thread))
      threads.set(thread, { kind, email: emailAt(emails, at).id });
  }
  if (threads.size === 0) return;
  const rows = [...threads].map(([thread, { kind, email }]) => ({
    thread,
    email,
    hash: hashUnderKey(hashKey, 'thread', `${kind}:${thread}`),
  }));
  const { teamId, mailboxId, ownerUserId, mailboxAddress } = first;
  const account = hashUnderKey(hashKey, 'account', mailboxAddress.toLowerCase());
  await runPreparedIn(tx, insertThreads, [teamId, mailboxId, ownerUserId, account, JSON.stringify(rows)]);
}
