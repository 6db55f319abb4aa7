import { and, eq, inArray } from 'drizzle-orm';
import { chatPersonToken } from '#server/db/schema/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { personSecret, unsealTokens, type Installation } from './installation.ts';
import { Postponed } from './postponed.ts';

/**
 * People took their own links back in the chat. The word of it can be late, and they may have linked themselves anew
 * since: each token is tried, and only one that is no good any more is forgotten, as it was when it was tried.
 * @throws Postponed when the chat can't say now.
 */
export async function forgetRevoked(
  ports: ChatPorts,
  { teamId, id }: Installation,
  chatUserIds: readonly string[],
): Promise<void> {
  if (chatUserIds.length === 0) return;
  const ofPeople = and(
    eq(chatPersonToken.teamId, teamId),
    eq(chatPersonToken.installationId, id),
    inArray(chatPersonToken.chatUserId, [...chatUserIds]),
  );
  for (const row of await ports.db.select().from(chatPersonToken).where(ofPeople)) {
    const { accessToken } = unsealTokens(ports, row.sealedTokens, personSecret(row));
    const tested = await ports.chat.signIn.test(accessToken);
    if (tested.outcome === 'done') continue;
    if (tested.outcome !== 'refused') throw new Postponed('the chat can’t say whether a person’s link is still good');
    // One that only ran out is renewed, or not, when it is used next.
    if (tested.error !== 'signed-out' || tested.providerError === 'token_expired') continue;
    await ports.db
      .delete(chatPersonToken)
      .where(and(ofPeople, eq(chatPersonToken.userId, row.userId), eq(chatPersonToken.sealedTokens, row.sealedTokens)));
  }
}
