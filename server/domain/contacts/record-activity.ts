import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';

export interface Activity {
  readonly teamId: string;
  readonly contactId: string;
  readonly kind: 'saved' | 'edited';
  readonly actorId: string;
  readonly actorName: string;
  /** One phrase without mail text. */
  readonly summary: string;
}

/** Notes what happened with a contact. */
export async function recordActivity(tx: Transaction, activity: Activity): Promise<void> {
  const { teamId, contactId, kind, actorId, actorName, summary } = activity;
  await tx.execute(sql`
    insert into contact_activity (team_id, id, contact_id, kind, actor_id, actor_name, summary)
    values (${teamId}, ${createId()}, ${contactId}, ${kind}, ${actorId}, ${actorName}, ${summary})`);
}

export interface DiscussionActivity {
  readonly teamId: string;
  readonly discussionId: string;
  readonly kind: 'discussion-started' | 'message';
  /** A teammate's id, or that of a guest of the chat. */
  readonly actorId: string;
}

const summaries = { 'discussion-started': 'started a discussion', message: 'wrote in the discussion' } as const;

/** `$1` team, `$2` discussion, `$3` kind, `$4` who acted, `$5` what they did. */
const noteOfDiscussion: PreparedStatement = {
  name: 'contacts.note-discussion',
  text: `
    insert into contact_activity (team_id, id, contact_id, discussion_id, kind, actor_id, actor_name, summary)
    select a.team_id, gen_random_uuid(), a.contact_id, d.id, $3, u.id,
      coalesce(u.name, g.name, 'Somebody in the chat'), $5
    from discussion d
    join correspondence c on c.team_id = d.team_id and c.id = d.correspondence_id
    join contact_address a on a.team_id = c.team_id and a.address = c.sender_address and a.deleted_at is null
    left join person u on u.id = $4
    left join chat_person g on g.team_id = d.team_id and g.guest_id = $4
    where d.team_id = $1 and d.id = $2 and d.visibility = 'team'
    on conflict (team_id, contact_id, discussion_id) where kind = 'message'
    do update set at = excluded.at, actor_id = excluded.actor_id, actor_name = excluded.actor_name`,
};

/**
 * Notes something about a team's discussion with the contact who sent its mail, if the sender is one. Of a
 * discussion's messages only the newest is kept.
 */
export async function recordDiscussionActivity(tx: Transaction, activity: DiscussionActivity): Promise<void> {
  const { teamId, discussionId, kind, actorId } = activity;
  await runPreparedIn(tx, noteOfDiscussion, [teamId, discussionId, kind, actorId, summaries[kind]]);
}
