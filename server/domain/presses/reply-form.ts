import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { CorrespondenceId, EmailId, OutgoingMailId } from '#shared/contract/ids.ts';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import { prepareAnswer } from '../outgoing-mail/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatReplyForm } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

/** What a form carries along: what it answers, under which id it is sent, and what its writer has been told. */
export const FormState = z.object({
  teamId: z.uuid(),
  linkId: z.uuid(),
  correspondenceId: CorrespondenceId,
  emailId: EmailId,
  outgoingId: OutgoingMailId,
  told: z.array(z.string().max(60)).max(20),
});
export type FormState = z.infer<typeof FormState>;

/** How an answer can be addressed; the first is what one begins with. */
export const formKinds = ['reply', 'reply-all'] as const;

/** Something to know before an answer goes; the same key for the same fact. */
export interface Caution {
  readonly key: string;
  readonly text: string;
}

/**
 * The form in which somebody answers a customer's mail, with everybody who would get it and the mailboxes that it can go
 * out from.
 * @throws Problem 'not-found' for mail that the team may not see, 'conflict' for whoever has no mailbox that may send.
 */
export async function composeForm(
  ports: ChatPorts,
  ctx: Context,
  state: FormState,
  more: {
    readonly cautions: readonly Caution[];
    readonly text: string;
    readonly kind?: string;
    readonly mailbox?: string;
  },
): Promise<ChatReplyForm> {
  const [reply, all] = await Promise.all(
    formKinds.map((kind) => prepareAnswer(ports, ctx, { kind, emailId: state.emailId, contactId: null })),
  );
  if (reply === undefined || all === undefined) throw new Error('an answer was not prepared');
  if (reply.to.length === 0) throw new Problem('conflict', 'This e-mail names nobody who could be answered.');
  const mailboxes = reply.mailboxes.filter(({ maySend }) => maySend);
  const [first] = mailboxes;
  if (first === undefined)
    throw new Problem(
      'conflict',
      'You have no mailbox here that may send. Connect one in Sidethread’s options, or allow sending there.',
    );
  const chosen = mailboxes.find(({ id }) => id === (more.mailbox ?? reply.mailboxId)) ?? first;
  const kinds = [{ value: 'reply', label: namesOf(reply.to), recipients: `To: ${listOf(reply.to)}` }];
  if (listOf([...all.to, ...all.cc]) !== listOf(reply.to)) {
    const copies = all.cc.length === 0 ? '' : `, copies to ${listOf(all.cc)}`;
    kinds.push({ value: 'reply-all', label: 'Everybody', recipients: `Everybody: ${listOf(all.to)}${copies}` });
  }
  return {
    state: JSON.stringify({ ...state, told: more.cautions.map(({ key }) => key) }),
    subject: reply.subject,
    kinds,
    kind: more.kind ?? 'reply',
    mailboxes: mailboxes.map(({ id, address }) => ({ value: id, label: address })),
    mailbox: chosen.id,
    cautions: more.cautions.map(({ text }) => text),
    text: more.text,
  };
}

function namesOf(people: readonly Recipient[]): string {
  return people.map(({ name, address }) => (name === '' ? address : name)).join(', ');
}

function listOf(people: readonly Recipient[]): string {
  return people.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ');
}

interface Beside extends Record<string, unknown> {
  readonly newer_id: string | null;
  readonly newer_from: string | null;
  readonly other_id: string | null;
  readonly other_name: string | null;
  readonly other_state: string | null;
}

/** What happened beside an answer that its writer should know before it goes, as the sidebar says it. */
export async function findCautions(
  ports: Pick<ChatPorts, 'db'>,
  ctx: Context,
  { correspondenceId, emailId, outgoingId }: FormState,
): Promise<Caution[]> {
  const { rows } = await ports.db.execute<Beside>(sql`
    with asked as (select sent_at from shared_email where team_id = ${ctx.teamId} and id = ${emailId}),
    parts as (select part.id from correspondence k join correspondence part on part.team_id = k.team_id
        and (part.id = coalesce(k.merged_into, k.id) or part.merged_into = coalesce(k.merged_into, k.id))
      where k.team_id = ${ctx.teamId} and k.id = ${correspondenceId})
    select newer.id as newer_id, newer.name as newer_from, other.id as other_id, other.name as other_name,
      other.state as other_state
    from (select 1) one
    left join lateral (select e.id, coalesce(nullif(p.name, ''), p.address, 'the customer') as name
      from shared_email e left join email_person p on p.team_id = e.team_id and p.email_id = e.id and p.role = 'from'
        and p.position = 0
      where e.team_id = ${ctx.teamId} and e.correspondence_id in (select id from parts) and e.direction = 'in'
        and e.sent_at > (select sent_at from asked) order by e.sent_at desc limit 1) newer on true
    left join lateral (select o.id, w.name, o.state from outgoing_mail o join person w on w.id = o.editor_id
      where o.team_id = ${ctx.teamId} and o.correspondence_id in (select id from parts) and o.is_shared
        and o.discarded_at is null and o.id <> ${outgoingId} and o.editor_id <> ${ctx.userId}
        and (o.state in ('draft', 'queued', 'unknown') or (o.state = 'sent' and o.sent_at > (select sent_at from asked)))
      order by o.updated_at desc limit 1) other on true`);
  const [row] = rows;
  const cautions: Caution[] = [];
  if (row?.newer_id != null)
    cautions.push({ key: `newer:${row.newer_id}`, text: `A newer e-mail from ${row.newer_from} has arrived.` });
  if (row?.other_id != null) {
    const does = row.other_state === 'sent' ? 'has answered already' : 'is answering too';
    cautions.push({ key: `other:${row.other_id}:${row.other_state}`.slice(0, 60), text: `${row.other_name} ${does}.` });
  }
  return cautions;
}
