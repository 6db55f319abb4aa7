import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { describeAnswer, type AnswerFacts } from './describe-answer.ts';
import { describeStanding, type Standing } from './describe-standing.ts';
import { reminders } from './reminders.ts';
import type { ChatNews } from '#server/ports/chat-news.ts';

interface Row extends Record<string, unknown> {
  readonly kind: 'mail' | 'answer';
  readonly sender_name: string | null;
  readonly sender_address: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly files: readonly { name: string; size: number }[] | null;
  readonly writer: string | null;
  readonly url: string | null;
  readonly subject_id: string;
  readonly state: 'open' | 'waiting' | 'closed' | null;
  readonly assignee: Standing['assignee'];
  readonly presses: Standing['presses'] | null;
  readonly outgoing: AnswerFacts['outgoing'];
}

/**
 * What a thread shows of a mail, or of the team's answer, as it is now; undefined for what the team may not see (any
 * more).
 * @param effectId the outbox row that shows it.
 */
export async function loadNews(db: Database, teamId: string, effectId: string): Promise<ChatNews | undefined> {
  const { rows } = await db.execute<Row>(sql`
    select m.kind, m.subject_id, p.name as sender_name, p.address as sender_address, e.subject, b.visible_text as text,
      (select json_agg(json_build_object('name', a.name, 'size', a.size) order by a.position) from email_attachment a
        where a.team_id = m.team_id and a.email_id = e.id and not a.is_inline) as files,
      coalesce((select w.name from person w where w.id = o.editor_id),
        (select t.name from team_person t where t.team_id = m.team_id and lower(t.email) = p.address limit 1),
        nullif(p.name, ''), p.address) as writer,
      (select cl.url from claim cl where cl.team_id = d.team_id and cl.correspondence_id = d.correspondence_id
        order by (cl.user_id = d.started_by) desc, cl.created_at limit 1) as url,
      k.state, (select json_build_object('id', a.id, 'name', a.name) from person a where a.id = k.assignee_id) as assignee,
      (select json_agg(json_build_object('action', x.action, 'choice', x.choice, 'userId', x.user_id, 'name', w.name)
          order by x.pressed_at, x.id) from chat_press x join person w on w.id = x.user_id
        where x.team_id = m.team_id and x.link_id = m.link_id and x.subject_id = m.subject_id and x.outcome = 'done')
        as presses,
      case when o.id is not null then json_build_object('state', o.state, 'problem', o.problem,
        'isUnderWay', o.step <> 'waiting' or o.attempts > 0,
        'isLater', coalesce(o.send_at > now(), false),
        'to', (select json_agg(coalesce(nullif(r ->> 'name', ''), r ->> 'address')) from jsonb_array_elements(o."to") r),
        'from', (select b.address from mailbox b where b.team_id = o.team_id and b.id = o.mailbox_id)) end as outgoing
    from chat_mail m
    join chat_link l on l.team_id = m.team_id and l.id = m.link_id
    join discussion d on d.team_id = m.team_id and d.id = l.discussion_id
    left join shared_email e on e.team_id = m.team_id and e.id = m.email_id
    left join correspondence was on was.team_id = m.team_id and was.id = e.correspondence_id
    left join correspondence k on k.team_id = m.team_id and k.id = coalesce(was.merged_into, was.id)
    left join email_body b on b.team_id = m.team_id and b.email_id = e.id
    left join email_person p on p.team_id = m.team_id and p.email_id = e.id and p.role = 'from' and p.position = 0
    left join outgoing_mail o on o.team_id = m.team_id and o.id = m.outgoing_id and o.is_shared
    where m.team_id = ${teamId} and m.effect_id = ${effectId} and (e.id is not null or o.id is not null)`);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { kind, url } = row;
  if (kind === 'answer') {
    const answer = describeAnswer({ writer: row.writer ?? 'The team', outgoing: row.outgoing });
    return { kind, url, subjectId: row.subject_id, ...answer };
  }
  return {
    kind,
    senderName: oneLine(row.sender_name ?? ''),
    senderAddress: oneLine(row.sender_address ?? ''),
    subject: oneLine(row.subject ?? ''),
    text: shorten(row.text ?? ''),
    files: describeFiles(row.files ?? []),
    filesToShow: toShow(row),
    url,
    subjectId: row.subject_id,
    isClosed: row.state === 'closed',
    notes: describeStanding({ state: row.state ?? 'open', assignee: row.assignee, presses: row.presses ?? [] }),
    reminders,
  };
}

const mostInLine = 200;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= mostInLine ? line : `${line.slice(0, mostInLine).toWellFormed()}…`;
}

const mostInText = 2_000;

/** Cut where a line or a word ends, and said so. */
function shorten(text: string): string {
  const whole = text.replace(/\n{3,}/g, '\n\n').trim();
  if (whole.length <= mostInText) return whole.toWellFormed();
  const part = whole.slice(0, mostInText);
  const at = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' '));
  return `${part.slice(0, at > mostInText / 2 ? at : mostInText).toWellFormed()} …\n(The e-mail goes on.)`;
}

/** Files that nobody showed in the thread yet. */
function toShow({ files, presses }: Row): string | null {
  const areShown = presses?.some(({ action }) => action === 'files') ?? false;
  if (files === null || files.length === 0 || areShown) return null;
  return describeSize(files.reduce((sum, { size }) => sum + size, 0));
}

const mostFiles = 10;

function describeFiles(files: readonly { name: string; size: number }[]): string[] {
  const named = files.slice(0, mostFiles).map(({ name, size }) => `${oneLine(name)} (${describeSize(size)})`);
  const left = files.length - named.length;
  return left > 0 ? [...named, `${left} more`] : named;
}

function describeSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
