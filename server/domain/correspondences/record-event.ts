import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';

export interface CorrespondenceEvent {
  readonly teamId: string;
  readonly correspondenceId: string;
  readonly kind: 'state' | 'assignee' | 'tags' | 'case' | 'merge' | 'split' | 'undo' | 'notify';
  /** Undefined when nobody did it: a customer's answer opens again. */
  readonly actorId?: string;
  /** Ids, states, tags and a teammate's note; never mail text. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes down what was done with a correspondence, also for the timelines of the customers in it. */
export async function recordEvent(tx: Transaction, event: CorrespondenceEvent): Promise<void> {
  const { teamId, correspondenceId, kind, actorId, detail } = event;
  const id = createId();
  await tx.execute(sql`
    insert into correspondence_event (team_id, id, correspondence_id, kind, actor_id, detail)
    values (${teamId}, ${id}, ${correspondenceId}, ${kind}, ${actorId ?? null}, ${JSON.stringify(detail)}::jsonb)`);
  await tx.execute(sql`
    insert into correspondence_event_person (team_id, address_hash, at, event_id)
    select distinct ${teamId}::uuid, people.address_hash, v.at, v.id
    from correspondence_event v, (
      select p.address_hash from shared_email e join email_person p on p.team_id = ${teamId} and p.email_id = e.id
      where e.team_id = ${teamId} and e.correspondence_id = ${correspondenceId} and p.role in ('from', 'to', 'cc')
      union select a.address_hash from correspondence k
      join contact_address a on a.team_id = ${teamId} and a.address = k.sender_address and a.deleted_at is null
      where k.team_id = ${teamId} and k.id = ${correspondenceId}
    ) people
    where v.team_id = ${teamId} and v.id = ${id}
      and not exists (select from team_address t where t.team_id = ${teamId} and t.address_hash = people.address_hash)`);
}
