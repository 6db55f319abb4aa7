import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailboxInput } from './change-mailbox.ts';
import { getUsableMailbox } from './mailbox-row.ts';
import { renewAccess } from './open-access.ts';

/**
 * Asks the provider for new access now, instead of shortly before the present one ends.
 * @returns when the new one ends.
 * @throws Problem 'conflict' when the mailbox has to be connected again, 'unavailable' when nobody answered.
 */
export async function refreshMailbox(
  ports: MailPorts,
  ctx: Context,
  { mailboxId }: MailboxInput,
): Promise<{ expiresAt: string }> {
  requirePermission(ctx, 'mailbox.connect');
  const row = await getUsableMailbox(ports.db, ctx, mailboxId);
  try {
    return { expiresAt: (await renewAccess(ports, row)).tokenExpiresAt.toISOString() };
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    if (error.kind === 'signed-out')
      throw new Problem('conflict', 'This mailbox has to be connected again by its owner.');
    throw new Problem('unavailable', 'The mail provider did not answer. Try again in a moment.');
  }
}
