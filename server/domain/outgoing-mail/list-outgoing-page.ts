import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { CorrespondenceId, MailboxId } from '#shared/contract/ids.ts';
import type { OutgoingLink, OutgoingMail, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { outgoingNotFound, whereLinked, wherePartOf, whereVisible, type OutgoingRow } from './outgoing-row.ts';
import { viewOutgoing } from './read-outgoing.ts';

interface Filters {
  readonly state?: OutgoingState | undefined;
  readonly mailboxId?: MailboxId | undefined;
  readonly correspondenceId?: CorrespondenceId | undefined;
  readonly linkedTo?: OutgoingLink | undefined;
}

interface Place {
  readonly at: string;
  readonly id: string;
  readonly total?: number | undefined;
}

/** An outgoing mail of a list, with when it was begun. */
export interface ListedOutgoing {
  readonly mail: OutgoingMail;
  readonly createdAt: Date;
}

/**
 * The outgoing mails that the asker may see by filter, newest first, by numbered pages or from a place on, with how many
 * there are. Discarded drafts are not among them.
 */
export async function listOutgoingPage(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: Filters & { readonly page: number; readonly perPage: number; readonly after?: Place | undefined },
): Promise<{ readonly mails: readonly ListedOutgoing[]; readonly total: number; readonly hasMore: boolean }> {
  requirePermission(ctx, 'outgoing-mail.read');
  const where = whereListed(ctx, input);
  const { after, page, perPage } = input;
  const isAfter =
    after === undefined ? sql`true` : sql`(created_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`;
  const [total, rows] = await Promise.all([
    after?.total ?? ports.db.$count(outgoingMail, where),
    ports.db
      .select()
      .from(outgoingMail)
      .where(sql`${where} and ${isAfter}`)
      .orderBy(sql`created_at desc, id desc`)
      .limit(perPage + 1)
      .offset(after === undefined ? (page - 1) * perPage : 0),
  ]);
  return { mails: await viewListed(ports, ctx, rows.slice(0, perPage)), total, hasMore: rows.length > perPage };
}

/** One, as a list has it. @throws Problem 'not-found' */
export async function getOutgoingWithTime(ports: Pick<Ports, 'db'>, ctx: Context, id: string): Promise<ListedOutgoing> {
  requirePermission(ctx, 'outgoing-mail.read');
  const rows = await ports.db
    .select()
    .from(outgoingMail)
    .where(and(whereVisible(ctx), eq(outgoingMail.id, id)));
  const [found] = await viewListed(ports, ctx, rows);
  if (found === undefined) throw outgoingNotFound();
  return found;
}

async function viewListed(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  rows: readonly OutgoingRow[],
): Promise<ListedOutgoing[]> {
  const views = await viewOutgoing(ports, ctx, rows);
  return rows.flatMap(({ createdAt }, at) => {
    const mail = views[at];
    return mail === undefined ? [] : [{ mail, createdAt }];
  });
}

function whereListed(ctx: Context, { state, mailboxId, correspondenceId, linkedTo }: Filters): SQL {
  const conditions = [
    whereVisible(ctx),
    sql`${outgoingMail.discardedAt} is null`,
    ...(state === undefined ? [] : [sql`${outgoingMail.state} = ${state}`]),
    ...(mailboxId === undefined ? [] : [sql`${outgoingMail.mailboxId} = ${mailboxId}`]),
    ...(linkedTo === undefined ? [] : [whereLinked(ctx.teamId, linkedTo)]),
    ...(correspondenceId === undefined ? [] : [wherePartOf(ctx.teamId, correspondenceId)]),
  ];
  return sql.join(conditions, sql` and `);
}
