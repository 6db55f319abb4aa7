import { isHeldBy } from '#server/db/holder-sql.ts';
import { sql } from 'drizzle-orm';
import type { CorrespondenceCard, CorrespondenceDetail } from '#shared/contract/correspondence-list.ts';
import type { Email } from '#shared/contract/email.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { createThreadUrl } from '#shared/email/thread-url.ts';
import type { ConsentProviderId } from '#shared/contract/mailbox.ts';
import { holderSql } from '#server/db/holder-sql.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { correspondenceNotFound, findVisible } from '../find-visible.ts';
import { cardColumnsSql, cardFromSql, readCard, type CardRow } from './card-sql.ts';
import { readPlace, writePlace } from './place.ts';
import { loadEmails, type LoadedEmail } from './load-emails.ts';
import { loadOwnShares } from './own-shares.ts';

const pageSize = 30;

/**
 * A correspondence with its newest mails; an id that was merged gives what it leads to. `skip` pages back.
 * @throws Problem 'not-found' when there is none or nothing of it may be seen.
 */
export async function getCorrespondence(
  ports: Ports,
  ctx: Context,
  input: { readonly id: CorrespondenceId; readonly skip?: number | undefined },
): Promise<CorrespondenceDetail> {
  requirePermission(ctx, 'correspondence.read');
  const id = await findVisible(ports.db, ctx, input.id);
  const [card, emails, privateEmailCount, mailUrl] = await Promise.all([
    getCard(ports, ctx, id),
    loadEmails(ports, { teamId: ctx.teamId, correspondenceId: id, limit: pageSize + 1, offset: input.skip ?? 0 }),
    countPrivate(ports, ctx, id),
    findMailUrl(ports, ctx, id),
  ]);
  const shown = emails.slice(0, pageSize);
  const shownIds = shown.map((email) => email.id);
  return {
    card,
    emails: shown.map(toEmail).toReversed(),
    hasOlder: emails.length > pageSize,
    privateEmailCount,
    mailUrl,
    ownShares: await loadOwnShares(ports, ctx, shownIds),
  };
}

/** A correspondence with a page of its mails, newest first, by number or from a cursor on. */
export async function readEmailPage(
  ports: Ports,
  ctx: Context,
  input: {
    readonly id: CorrespondenceId;
    readonly page: number;
    readonly perPage: number;
    readonly cursor?: string | undefined;
  },
): Promise<{ card: CorrespondenceCard; emails: readonly LoadedEmail[]; nextCursor: string | null }> {
  requirePermission(ctx, 'correspondence.read');
  const id = await findVisible(ports.db, ctx, input.id);
  const after = input.cursor === undefined ? undefined : readPlace(input.cursor);
  const offset = after === undefined ? (input.page - 1) * input.perPage : 0;
  const [card, found] = await Promise.all([
    getCard(ports, ctx, id),
    loadEmails(ports, { teamId: ctx.teamId, correspondenceId: id, limit: input.perPage + 1, offset, after }),
  ]);
  const emails = found.slice(0, input.perPage);
  const last = emails.at(-1);
  const hasMore = found.length > input.perPage && last !== undefined;
  return { card, emails, nextCursor: hasMore ? writePlace({ at: last.sentAt, id: last.id }) : null };
}

/** Prepared, since every opening of a mail reads one and need not plan it anew. */
const oneCard: PreparedStatement = {
  name: 'correspondences.card',
  text: `select ${cardColumnsSql} from ${cardFromSql} where k.team_id = $1 and k.id = $3`,
};

/** The card of a correspondence that the asker may see. */
export async function getCard(
  ports: Pick<Ports, 'db' | 'config' | 'pictures'>,
  ctx: Context,
  id: string,
): Promise<CorrespondenceCard> {
  const [row] = await runPrepared<CardRow>(ports.db, oneCard, [ctx.teamId, ctx.userId, id]);
  if (row === undefined) throw correspondenceNotFound();
  return readCard(ports, ctx, row);
}

async function countPrivate(ports: Pick<Ports, 'db'>, ctx: Context, id: string): Promise<number> {
  const { rows } = await ports.db.execute<{ count: number }>(sql`
    select count(distinct e.id)::int as count from email e
    join email_copy c on c.team_id = ${ctx.teamId} and c.email_id = e.id and ${isHeldBy('c', ctx.userId)}
      and c.deleted_at is null
    where e.team_id = ${ctx.teamId} and e.correspondence_id = ${id} and not e.is_shared`);
  return rows[0]?.count ?? 0;
}

/** The newest of its threads in the asker's own mailboxes. */
async function findMailUrl(ports: Pick<Ports, 'db'>, ctx: Context, id: string): Promise<string | null> {
  const { rows } = await ports.db.$client.query<{ provider: ConsentProviderId; address: string; id: string }>(
    `select m.provider, m.address, c.provider_thread_id as id from email e
     join email_copy c on c.team_id = $1 and c.email_id = e.id and ${holderSql('c', '$2')}
       and c.deleted_at is null and c.provider_thread_id is not null
     join mailbox m on m.team_id = $1 and m.id = c.mailbox_id and m.state <> 'disconnected'
     where e.team_id = $1 and e.correspondence_id = $3 order by e.sent_at desc, e.id limit 1`,
    [ctx.teamId, ctx.userId, id],
  );
  const [thread] = rows;
  return thread === undefined ? null : createThreadUrl(thread);
}

function toEmail({
  userId: _user,
  isReply: _reply,
  text: _text,
  html: _html,
  createdAt: _c,
  updatedAt: _u,
  ...email
}: LoadedEmail): Email {
  return email;
}
