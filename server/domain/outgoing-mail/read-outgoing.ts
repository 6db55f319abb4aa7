import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { CorrespondenceId, type EmailId, type UserId } from '#shared/contract/ids.ts';
import type { OutgoingChange, OutgoingFile, OutgoingLink, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { outgoingNotFound, wherePartOf, whereVisible, type OutgoingRow } from './outgoing-row.ts';

/** `correspondenceId` null: the asker's own that belong to none (yet). */
export const ListOutgoing = z.object({ correspondenceId: CorrespondenceId.nullable() });
export type ListOutgoing = z.infer<typeof ListOutgoing>;

const mostListed = 50;

/** The outgoing mails of a correspondence that the asker may see, oldest first, with what became of each. */
export async function listOutgoing(ports: Ports, ctx: Context, input: ListOutgoing): Promise<OutgoingMail[]> {
  requirePermission(ctx, 'outgoing-mail.read');
  const place = input.correspondenceId === null ? newOf(ctx) : wherePartOf(ctx.teamId, input.correspondenceId);
  const rows = await ports.db
    .select()
    .from(outgoingMail)
    .where(and(whereVisible(ctx), isNull(outgoingMail.discardedAt), place))
    .orderBy(sql`${outgoingMail.createdAt} desc`)
    .limit(mostListed);
  return viewOutgoing(ports, ctx, rows.toReversed());
}

/** What was sent is listed until it comes back from the mailbox, for an hour at most. */
function newOf({ teamId, userId }: Context): SQL {
  return sql`${outgoingMail.correspondenceId} is null
    and (${outgoingMail.editorId} = ${userId} or ${outgoingMail.authorId} = ${userId})
    and (${outgoingMail.state} <> 'sent' or (${outgoingMail.sentAt} > now() - interval '1 hour' and not exists (
      select from email_copy c where c.team_id = ${teamId} and c.mailbox_id = ${outgoingMail.mailboxId}
        and c.provider_message_id = ${outgoingMail.providerMessageId})))`;
}

/** One outgoing mail. @throws Problem 'not-found' */
export async function getOutgoing(ports: Pick<Ports, 'db'>, ctx: Context, id: string): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.read');
  const rows = await ports.db
    .select()
    .from(outgoingMail)
    .where(and(whereVisible(ctx), eq(outgoingMail.id, id)));
  const [view] = await viewOutgoing(ports, ctx, rows);
  if (view === undefined) throw outgoingNotFound();
  return view;
}

interface More extends Record<string, unknown> {
  readonly id: string;
  readonly from_address: string | null;
  readonly sent_email_id: EmailId | null;
  readonly history: OutgoingChange[] | null;
  readonly files: OutgoingFile[] | null;
  readonly links: OutgoingLink[] | null;
}

/** As the asker sees rows that they may see, in their order. */
export async function viewOutgoing(
  ports: Pick<Ports, 'db'>,
  { teamId }: Context,
  rows: readonly OutgoingRow[],
): Promise<OutgoingMail[]> {
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const [people, { rows: more }] = await Promise.all([
    findNames(
      ports,
      rows.flatMap(({ authorId, editorId }) => [authorId, editorId]),
    ),
    ports.db.execute<More>(moreSql(teamId, ids)),
  ]);
  const moreOf = new Map(more.map((each) => [each.id, each]));
  return rows.map((row) => toView(row, people, moreOf.get(row.id)));
}

/** Address, the mail as it came back from the mailbox (while it is shared), files, and every change of state. */
function moreSql(teamId: string, ids: string): SQL {
  return sql`
    select o.id, (select m.address from mailbox m where m.team_id = ${teamId} and m.id = o.mailbox_id) as from_address,
      (select c.email_id from email_copy c join shared_email e on e.team_id = ${teamId} and e.id = c.email_id
        where c.team_id = ${teamId} and c.mailbox_id = o.mailbox_id
          and c.provider_message_id = o.provider_message_id) as sent_email_id,
      (select json_agg(json_build_object('at', to_char(v.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'state', v.to_state, 'problem', v.problem,
          'by', case when p.id is null then null else json_build_object('id', p.id, 'name', p.name) end)
          order by v.at, v.id)
        from outgoing_mail_change v left join person p on p.id = v.actor_id
        where v.team_id = ${teamId} and v.outgoing_id = o.id) as history,
      (select json_agg(json_build_object('kind', l.kind, 'recordId', l.record_id) order by l.created_at, l.record_id)
        from outgoing_mail_link l where l.team_id = ${teamId} and l.outgoing_id = o.id) as links,
      (select json_agg(json_build_object('fileId', f.file_id, 'name', f.name, 'size', f.size) order by f.position)
        from outgoing_mail_file f where f.team_id = ${teamId} and f.outgoing_id = o.id) as files
    from outgoing_mail o where o.team_id = ${teamId}
      and o.id in (select value::uuid from json_array_elements_text(${ids}::json))`;
}

async function findNames(ports: Pick<Ports, 'db'>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await ports.db.execute<{ id: string; name: string }>(sql`
    select id, name from person where id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function toView(row: OutgoingRow, people: ReadonlyMap<string, string>, more: More | undefined): OutgoingMail {
  const person = (id: string) => ({ id: id as UserId, name: people.get(id) ?? '' });
  return {
    id: row.id as OutgoingMail['id'],
    kind: row.kind,
    emailId: row.answersEmailId as OutgoingMail['emailId'],
    correspondenceId: row.correspondenceId as OutgoingMail['correspondenceId'],
    mailboxId: row.mailboxId as OutgoingMail['mailboxId'],
    fromAddress: row.fromAddress,
    from: row.fromAddress ?? more?.from_address ?? null,
    to: [...row.to],
    cc: [...row.cc],
    bcc: [...row.bcc],
    subject: row.subject,
    body: row.body,
    withQuote: row.withQuote,
    files: more?.files ?? [],
    author: person(row.authorId),
    editor: person(row.editorId),
    state: row.state,
    isUnderWay: row.state === 'queued' && (row.step !== 'waiting' || row.attempts > 0),
    problem: row.problem,
    sendAt: row.state === 'queued' ? (row.sendAt?.toISOString() ?? null) : null,
    dueAt: row.state === 'queued' ? (row.dueAt?.toISOString() ?? null) : null,
    sentAt: row.sentAt?.toISOString() ?? null,
    bouncedAt: row.state === 'failed' ? (row.bouncedAt?.toISOString() ?? null) : null,
    sentEmailId: more?.sent_email_id ?? null,
    links: more?.links ?? [],
    history: more?.history ?? [],
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}
