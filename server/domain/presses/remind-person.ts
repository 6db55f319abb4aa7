import { sql } from 'drizzle-orm';
import { tellPerson } from '../chat/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { PressKey } from './press.ts';

/** Reminds somebody of a mail, when they asked for it. */
export const remindPersonJob = defineJob('remind-person', PressKey);

/** Asks for the reminder that a press chose, in the transaction that notes the press. */
export async function requestReminder(
  ports: Pick<ChatPorts, 'queue' | 'clock'>,
  tx: Transaction,
  press: { readonly team_id: string; readonly id: string; readonly choice: string | null },
): Promise<void> {
  const runAt = ports.clock.after(Number(press.choice) * 60_000);
  const key = { teamId: press.team_id, pressId: press.id };
  await ports.queue.enqueue(tx, remindPersonJob, key, { jobKey: `remind:${press.id}`, runAt });
}

interface Row extends Record<string, unknown> {
  readonly user_id: string;
  readonly subject: string;
  readonly sender: string;
  readonly state: 'open' | 'waiting' | 'closed';
  readonly thread_url: string | null;
}

const standing = {
  open: 'it is still open',
  waiting: 'the customer was answered',
  closed: 'it is closed by now',
} as const;

/** Tells them directly, once, where the mail stands. Who left the team, or may not see it any more, is told nothing. */
export async function remindPerson(ports: ChatPorts, key: PressKey): Promise<void> {
  const { rows } = await ports.db.execute<Row>(sql`
    select x.user_id, coalesce(e.subject, '') as subject, coalesce(nullif(p.name, ''), p.address, 'a customer') as sender,
      k.state, l.thread_url
    from chat_press x
    join team_person t on t.team_id = x.team_id and t.user_id = x.user_id
    join chat_link l on l.team_id = x.team_id and l.id = x.link_id
    join shared_email e on e.team_id = x.team_id and e.id = x.subject_id
    join correspondence was on was.team_id = x.team_id and was.id = e.correspondence_id
    join correspondence k on k.team_id = x.team_id and k.id = coalesce(was.merged_into, was.id)
    left join email_person p on p.team_id = x.team_id and p.email_id = e.id and p.role = 'from' and p.position = 0
    where x.team_id = ${key.teamId} and x.id = ${key.pressId} and x.outcome = 'done'`);
  const [row] = rows;
  if (row === undefined) return;
  const where = row.thread_url === null ? '' : ` [Open the thread](${row.thread_url})`;
  const about = `“${asWords(row.subject)}” from ${asWords(row.sender)}`;
  const body = `You asked to be reminded of ${about}: ${standing[row.state]}.${where}`;
  const notice = { id: key.pressId, teamId: key.teamId, userId: row.user_id, body };
  await inTransaction(ports.db, (tx) => tellPerson(ports, tx, notice));
}

/** Text from outside on one line, without what Markdown would read as its own. */
export function asWords(text: string): string {
  return text
    .replace(/[\s\\`*_~[\]()<>|#@]+/g, ' ')
    .trim()
    .slice(0, 200);
}
