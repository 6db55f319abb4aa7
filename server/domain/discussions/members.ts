import { sql } from 'drizzle-orm';
import type { DiscussionId, UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';

interface Where {
  readonly teamId: string;
  readonly discussionId: DiscussionId;
}

/**
 * Somebody was named in a message or invited: they follow from now on, and what they had not read stays unread.
 * Newcomers have everything before `seq` behind them, except that an invitation shows it all as new.
 */
export async function addMembers(
  tx: Transaction,
  at: Where,
  userIds: readonly UserId[],
  options: { invited: boolean; readUpTo: number },
): Promise<void> {
  for (const userId of userIds) {
    await tx.execute(sql`
      insert into discussion_member (team_id, discussion_id, user_id, invited, last_read_seq)
      values (${at.teamId}, ${at.discussionId}, ${userId}, ${options.invited}, ${options.readUpTo})
      on conflict (team_id, discussion_id, user_id)
      do update set following = true, invited = discussion_member.invited or excluded.invited`);
  }
}
