import { sql } from 'drizzle-orm';
import { hurrySync, openSender, type OpenSender } from '../mailboxes/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailToSend } from '#server/ports/mail-sender.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import { findAnswered } from './answered-mail.ts';
import { claimMail, findNextMail, holdMail } from './claim-mail.ts';
import { composeMime, envelopeOf } from './compose-mime.ts';
import { lookUpMail } from './look-up-mail.ts';
import type { DrainKey } from './outgoing-jobs.ts';
import { whereOutgoing, type OutgoingRow } from './outgoing-row.ts';
import { readFiles } from './read-files.ts';
import { postpone, settleOtherwise, settleSent } from './settle-mail.ts';

const firstPauseMs = 2000;
const longestPauseMs = 15 * 60_000;
const longestDeferMs = 48 * 60 * 60_000;
/** A job goes on for as long, then lets others have their turn. */
const turnMs = 5000;
/** How slow a large mail may go up before somebody else takes it for stuck. */
const slowestBytesPerMs = 100;

/**
 * Sends what is due from a mailbox, one after the other. A mail that can't go now holds up no other.
 *
 * Once: a mail is marked `sending` and committed before its call. Whoever finds one so after its lease (the sender
 * crashed, or is another server still at it) or whose answer was lost looks for it at the provider before anything is
 * repeated. Safe to run on many servers at once and to kill at any point.
 * @returns after how many real milliseconds to go on; undefined when nothing is queued.
 */
export async function drainMailbox(ports: MailPorts, key: DrainKey, signal: AbortSignal): Promise<number | undefined> {
  const until = Date.now() + turnMs;
  while (!signal.aborted && Date.now() < until) {
    const next = await findNextMail(ports, key);
    if (next === undefined) return undefined;
    if (next.waitMs > 0) return next.waitMs;
    await advance(ports, key, next.row);
  }
  return 0;
}

/** How long whoever sends a mail is left alone with it: two calls, and what a late acceptance takes. */
function leaseMs(ports: MailPorts): number {
  const { timeoutMs, checkGraceMs } = ports.config.mailboxes;
  return 2 * timeoutMs + checkGraceMs;
}

async function advance(ports: MailPorts, key: DrainKey, row: OutgoingRow): Promise<void> {
  const mailbox = await open(ports, key, row);
  if (mailbox === undefined) return;
  try {
    if (row.step !== 'waiting') {
      const checking = await claimMail(ports, row, 'checking', leaseMs(ports));
      if (checking !== undefined) await lookUpMail(ports, checking, mailbox.sender);
    } else {
      const claimed = await claimMail(ports, row, 'sending', leaseMs(ports));
      if (claimed !== undefined) await sendOne(ports, claimed, mailbox);
    }
  } finally {
    await mailbox.done();
  }
}

/** The mailbox's sender; without access, what is to be said of the mail is noted. */
async function open(ports: MailPorts, key: DrainKey, row: OutgoingRow): Promise<OpenSender | undefined> {
  try {
    const opened = await openSender(ports, key);
    if ('sender' in opened) return opened;
    await postpone(ports, row, { step: stepOf(row), waitMs: opened.waitMs, problem: row.problem });
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    const isOver = error.kind === 'signed-out';
    if (isOver && row.step === 'waiting') await settleOtherwise(ports, row, 'failed', `${error.message} ${kept}`);
    else if (isOver) await settleOtherwise(ports, row, 'unknown', `${error.message} ${unknownHint}`);
    else await postpone(ports, row, { step: stepOf(row), waitMs: pauseMs(ports, row), problem: row.problem });
  }
  return undefined;
}

const kept = 'The e-mail was not sent and is kept.';
const unknownHint = 'It is not known whether this e-mail went out: check your Sent folder.';

/** One found in `sending` stays a matter of looking up. */
function stepOf(row: OutgoingRow): 'waiting' | 'checking' {
  return row.step === 'waiting' ? 'waiting' : 'checking';
}

function pauseMs(ports: MailPorts, { attempts }: OutgoingRow): number {
  return ports.clock.scaled(Math.min(longestPauseMs, firstPauseMs * 2 ** attempts));
}

async function sendOne(ports: MailPorts, row: OutgoingRow, mailbox: OpenSender): Promise<void> {
  let isCalled = false;
  let preparedId = row.providerDraftId;
  try {
    const mail = await compose(ports, row, mailbox.address);
    const lease = leaseMs(ports) + mail.raw.byteLength / slowestBytesPerMs;
    if (!(await holdMail(ports, row, lease))) return;
    preparedId ??= await prepare(ports, row, mailbox, mail);
    if (!(await holdMail(ports, row, lease))) return;
    isCalled = true;
    const sent = await mailbox.sender.send(mail, preparedId);
    if (await settleSent(ports, row, sent)) await hurrySync(ports, keyOf(row));
  } catch (error) {
    const isOver = await afterTrouble(ports, row, mailbox, error, isCalled);
    if (isOver && preparedId !== null) await discard(ports, row, mailbox, preparedId);
  }
}

function keyOf({ teamId, mailboxId }: OutgoingRow): DrainKey {
  return { teamId, mailboxId: mailboxId ?? '' };
}

async function compose(ports: MailPorts, row: OutgoingRow, address: string): Promise<MailToSend> {
  const answered =
    row.answersEmailId === null ? undefined : await findAnswered(ports.db, row.teamId, row.answersEmailId);
  const { rows } = await ports.db.execute<{
    name: string | null;
    alias: string | null;
    thread_id: string | null;
    may_send: boolean;
  }>(sql`
    select (select name from person where id = ${row.editorId}) as name,
      exists (select from mailbox m where m.team_id = ${row.teamId} and m.id = ${row.mailboxId}
        and (m.owner_id = ${row.editorId} or exists (select from mailbox_user held where held.team_id = ${row.teamId}
          and held.mailbox_id = m.id and held.user_id = ${row.editorId}))) as may_send,
      (select a ->> 'name' from mailbox m, jsonb_array_elements(m.aliases) a where m.team_id = ${row.teamId}
        and m.id = ${row.mailboxId} and a ->> 'address' = ${row.fromAddress} limit 1) as alias,
      (select c.provider_thread_id from email_copy c where c.team_id = ${row.teamId} and c.mailbox_id = ${row.mailboxId}
        and c.email_id = ${row.answersEmailId} and c.deleted_at is null limit 1) as thread_id`);
  // It may have waited for months, and whoever wrote it have lost the mailbox or left since.
  if (rows[0]?.may_send !== true)
    throw new MailTrouble('refused', `${rows[0]?.name ?? 'Whoever sent it'} may not send from ${address} any more.`);
  const messageId = row.messageId ?? '';
  const parts = {
    row,
    answered,
    from: { name: rows[0]?.alias || (rows[0]?.name ?? ''), address: row.fromAddress ?? address },
    messageId,
    date: row.sendAt ?? row.queuedAt ?? ports.clock.now(),
  };
  const files = await readFiles(ports, row);
  const withoutFiles = await composeMime({ ...parts, files: [] });
  const raw = files.length === 0 ? withoutFiles : await composeMime({ ...parts, files });
  const isAnswer = row.kind === 'reply' || row.kind === 'reply-all';
  return {
    outgoingId: row.id,
    messageId,
    raw,
    envelope: envelopeOf(parts),
    withoutFiles,
    files,
    threadId: isAnswer ? (rows[0]?.thread_id ?? null) : null,
  };
}

/** Where the provider has a place from which a mail can be sent once only, its id is kept before the mail goes. */
async function prepare(
  ports: MailPorts,
  row: OutgoingRow,
  { sender }: OpenSender,
  mail: MailToSend,
): Promise<string | null> {
  const preparedId = await sender.prepare(mail);
  if (preparedId !== null)
    await ports.db.update(outgoingMail).set({ providerDraftId: preparedId }).where(whereOutgoing(row));
  return preparedId;
}

/** Nobody sends a refused mail's draft any more: one that is written anew is laid down anew. */
async function discard(ports: MailPorts, row: OutgoingRow, { sender }: OpenSender, preparedId: string): Promise<void> {
  await sender.discard?.(preparedId).catch((error: unknown) => {
    if (!(error instanceof MailTrouble)) throw error;
    ports.logger.info({ err: error, outgoingId: row.id }, 'a refused mail’s draft stays in its mailbox');
  });
}

/** @returns whether the mail certainly goes out no more. */
async function afterTrouble(
  ports: MailPorts,
  row: OutgoingRow,
  mailbox: OpenSender,
  error: unknown,
  isCalled: boolean,
): Promise<boolean> {
  if (!(error instanceof MailTrouble))
    ports.logger.error({ err: error, outgoingId: row.id }, 'a mail could not be sent for a fault of ours');
  const trouble = error instanceof MailTrouble ? error : undefined;
  // Before the call nothing can have happened; after it, only a clear answer says that nothing has.
  const isUnclear = isCalled && (trouble === undefined || trouble.kind === 'unreachable');
  if (isUnclear) {
    await uncertain(ports, row, trouble);
    return false;
  }
  if (trouble?.kind === 'expired') {
    await mailbox
      .renew()
      .catch((failed: unknown) => ports.logger.debug({ err: failed }, 'no new access for a mailbox'));
    await postpone(ports, row, {
      step: 'waiting',
      waitMs: ports.clock.scaled(firstPauseMs),
      problem: null,
      isUntried: true,
    });
    return false;
  }
  if (trouble?.kind === 'refused' || trouble?.kind === 'signed-out' || trouble?.kind === 'missing') {
    await settleOtherwise(ports, row, 'failed', `${trouble.message} ${kept}`);
    return true;
  }
  if (trouble?.kind === 'deferred' && isTooLate(ports, row)) {
    await settleOtherwise(ports, row, 'failed', `${trouble.message} It was tried for two days. ${kept}`);
    return true;
  }
  const waitMs = trouble?.retryAfterMs === undefined ? pauseMs(ports, row) : ports.clock.scaled(trouble.retryAfterMs);
  await postpone(ports, row, { step: 'waiting', waitMs, problem: sayWaiting(trouble) });
  return false;
}

/** Nobody waits longer for a mail server that takes no mail (RFC 5321, 4.5.4.1, asks for some days). */
function isTooLate(ports: MailPorts, { firstCalledAt }: OutgoingRow): boolean {
  const since = firstCalledAt?.getTime() ?? Date.now();
  return Date.now() - since > ports.clock.scaled(longestDeferMs);
}

/** Why a mail waits, where there is something to say. */
function sayWaiting(trouble: MailTrouble | undefined): string | null {
  if (trouble?.kind === 'deferred') return `${trouble.message} It goes out by itself.`;
  return trouble?.kind === 'limited' ? 'The mail provider asks to slow down; it goes out by itself.' : null;
}

function uncertain(ports: MailPorts, row: OutgoingRow, trouble: MailTrouble | undefined): Promise<void> {
  const problem = `${trouble?.message ?? 'Something failed here while sending.'} It is being checked whether it went out.`;
  const waitMs = ports.config.mailboxes.checkGraceMs;
  return postpone(ports, row, { step: 'checking', waitMs, problem, checks: 0 });
}
