import { sql } from 'drizzle-orm';
import type { ContactActivity } from '#shared/contract/contact.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';

export interface Activity {
  readonly teamId: string;
  readonly contactId: string;
  readonly kind: ContactActivity['kind'];
  readonly actorId: string | null;
  readonly actorName: string;
  /** One phrase without mail text. */
  readonly summary: string;
  readonly discussionId?: string | null;
}

/** Notes what happened with a contact. Of a discussion only the newest message is kept. */
export async function recordActivity(tx: Transaction, activity: Activity): Promise<void> {
  const { teamId, contactId, kind, actorId, actorName, summary, discussionId = null } = activity;
  if (kind === 'message') {
    const { rows } = await tx.execute(sql`
      update contact_activity set at = now(), actor_id = ${actorId}, actor_name = ${actorName}
      where team_id = ${teamId} and contact_id = ${contactId} and kind = 'message' and discussion_id = ${discussionId}
      returning id`);
    if (rows.length > 0) return;
  }
  await tx.execute(sql`
    insert into contact_activity (team_id, id, contact_id, discussion_id, kind, actor_id, actor_name, summary)
    values (${teamId}, ${createId()}, ${contactId}, ${discussionId}, ${kind}, ${actorId}, ${actorName}, ${summary})`);
}

/** Notes something about a discussion with the contact who sent its mail, if the sender is one. */
export async function recordDiscussionActivity(
  tx: Transaction,
  activity: Omit<Activity, 'contactId'> & { readonly discussionId: string },
): Promise<void> {
  const { rows } = await tx.execute<{ contact_id: string }>(sql`
    select a.contact_id from discussion d
    join correspondence c on c.team_id = d.team_id and c.id = d.correspondence_id
    join contact_address a on a.team_id = c.team_id and a.address = c.sender_address and a.deleted_at is null
    where d.team_id = ${activity.teamId} and d.id = ${activity.discussionId} and d.visibility = 'team'`);
  for (const row of rows) await recordActivity(tx, { ...activity, contactId: row.contact_id });
}
