import { hurrySync } from '../mailboxes/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailSender } from '#server/ports/mail-sender.ts';
import type { OutgoingRow } from './outgoing-row.ts';
import { postpone, settleOtherwise, settleSent } from './settle-mail.ts';

/** So many look-ups must find nothing before a mail counts as not sent. */
const emptyChecks = 2;
/** Automatic repeats; after so many something is wrong that repeating does not mend. */
const mostRepeats = 6;
/** After this long without the look-ups that it takes nobody can tell any more. */
const longestCheckMs = 60 * 60_000;
const againMs = 5000;

const unknownHint = 'It is not known whether this e-mail went out: check your Sent folder.';

/**
 * Finds out whether a mail went out whose answer was lost. It may be accepted late, and what was sent may show late,
 * so one empty look-up proves nothing: the second comes a grace period later, beyond the time that either takes. Only
 * then is it sent again, under the same Message-ID. What can't be looked up is `unknown` and left to a person.
 * @param row taken up for checking by the caller.
 */
export async function lookUpMail(ports: MailPorts, row: OutgoingRow, sender: MailSender): Promise<void> {
  const since = row.firstCalledAt ?? row.createdAt;
  try {
    const sent = await sender.find({
      outgoingId: row.id,
      messageId: row.messageId ?? '',
      preparedId: row.providerDraftId,
      since,
    });
    if (sent === undefined) return await notFound(ports, row);
    if (await settleSent(ports, row, sent))
      await hurrySync(ports, { teamId: row.teamId, mailboxId: row.mailboxId ?? '' });
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    const now = ports.clock.now().getTime();
    const isTooLate = now - (row.checkingSince?.getTime() ?? now) > ports.clock.scaled(longestCheckMs);
    if (isTooLate || error.kind === 'refused' || error.kind === 'signed-out')
      return settleOtherwise(ports, row, 'unknown', `${error.message} ${unknownHint}`);
    const waitMs = ports.clock.scaled(error.retryAfterMs ?? againMs);
    await postpone(ports, row, { step: 'checking', waitMs, problem: row.problem });
  }
}

async function notFound(ports: MailPorts, row: OutgoingRow): Promise<void> {
  const checks = row.checks + 1;
  const { checkGraceMs } = ports.config.mailboxes;
  if (checks < emptyChecks)
    return postpone(ports, row, { step: 'checking', waitMs: checkGraceMs, problem: row.problem, checks });
  if (row.repeats >= mostRepeats)
    return settleOtherwise(
      ports,
      row,
      'unknown',
      `The mail provider did not take it after several tries. ${unknownHint}`,
    );
  return postpone(ports, row, { step: 'waiting', waitMs: 0, problem: null, checks: 0, repeats: row.repeats + 1 });
}
