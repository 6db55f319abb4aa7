import { sql } from 'drizzle-orm';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';

/** A shared mail, with what an answer to it needs. */
export interface AnsweredMail {
  readonly id: EmailId;
  readonly correspondenceId: CorrespondenceId;
  readonly direction: 'in' | 'out';
  /** Without angle brackets; null for the few that have none. */
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly subject: string;
  readonly sentAt: Date;
  readonly text: string;
  readonly people: readonly (Recipient & { readonly role: 'from' | 'to' | 'cc' | 'bcc' | 'reply-to' })[];
}

interface Row extends Record<string, unknown> {
  readonly id: EmailId;
  readonly correspondence_id: CorrespondenceId;
  readonly direction: 'in' | 'out';
  readonly message_id: string | null;
  readonly reference_ids: string[];
  readonly in_reply_to: string[];
  readonly subject: string | null;
  readonly sent_at: Date | string;
  readonly text: string | null;
  readonly people: AnsweredMail['people'] | null;
}

/** The mail, while the team may see it. */
export async function findAnswered(
  db: Database | Transaction,
  teamId: string,
  emailId: string,
): Promise<AnsweredMail | undefined> {
  const { rows } = await db.execute<Row>(sql`
    select e.id, e.correspondence_id, e.direction, e.message_id, e.reference_ids, e.in_reply_to, e.subject, e.sent_at,
      b.text, (select json_agg(json_build_object('role', p.role, 'name', coalesce(p.name, ''), 'address', p.address)
        order by p.role, p.position) from email_person p
        where p.team_id = ${teamId} and p.email_id = e.id and p.address is not null) as people
    from shared_email e left join email_body b on b.team_id = ${teamId} and b.email_id = e.id
    where e.team_id = ${teamId} and e.id = ${emailId}`);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: row.id,
    correspondenceId: row.correspondence_id,
    direction: row.direction,
    messageId: row.message_id,
    references: row.reference_ids.length > 0 ? row.reference_ids : row.in_reply_to,
    subject: row.subject ?? '',
    sentAt: new Date(row.sent_at),
    text: row.text ?? '',
    people: row.people ?? [],
  };
}

/** @throws Problem 'not-found' for mail that the team may not see: its owner answers that in the mailbox itself. */
export async function getAnswered(db: Database | Transaction, teamId: string, emailId: string): Promise<AnsweredMail> {
  const found = await findAnswered(db, teamId, emailId);
  if (found !== undefined) return found;
  throw new Problem('not-found', 'This e-mail is not shared with the team, so it can only be answered in the mailbox.');
}
