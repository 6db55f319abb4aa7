import { sql } from 'drizzle-orm';
import type { EmailReason } from '#shared/contract/correspondence-list.ts';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findVisible } from '../find-visible.ts';
import { explainMails } from './group-mails.ts';
import { loadNeighbours, loadWords } from './load-neighbours.ts';

const sentences = { join: 'somebody joined it to the others by hand', cut: 'somebody took it out of another by hand' };

/** Why each mail that the team sees is in its correspondence: what people said first, then what the mail itself says. */
export async function explainEmails(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly id: CorrespondenceId },
): Promise<EmailReason[]> {
  requirePermission(ctx, 'correspondence.read');
  return inTransaction(ports.db, async (tx) => {
    const id = await findVisible(tx, ctx, input.id);
    const { rows } = await tx.execute<{ id: EmailId }>(sql`
      select id from shared_email where team_id = ${ctx.teamId} and correspondence_id = ${id} order by sent_at, id`);
    const ids = rows.map((row) => row.id);
    const mails = await loadNeighbours(tx, ctx.teamId, ids);
    const words = await loadWords(tx, ctx.teamId, ids);
    const natural = explainMails(mails);
    const claimed = new Set(mails.filter((mail) => mail.claimed.length > 0).map((mail) => mail.id));
    return ids.map((emailId) => ({
      emailId,
      reasons: [
        ...words.filter(({ email_ids }) => email_ids.includes(emailId)).map(({ kind }) => sentences[kind]),
        ...(claimed.has(emailId) ? ['a discussion was started from its thread'] : []),
        natural.get(emailId) ?? 'starts the thread',
      ],
    }));
  });
}
