import { and, eq } from 'drizzle-orm';
import { chatPersonToken } from '#server/db/schema/index.ts';
import type { ChatAccess, ChatOutcome } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { findPersonToken, type Workspace } from './installation.ts';
import { refreshPerson } from './refresh-tokens.ts';

const laterMs = 5000;

/**
 * What came of a call that may have been made under a person's own token. One that is no good says nothing of the
 * workspace: it is renewed, or forgotten (then the bot speaks for them), and the call is made again.
 */
export async function asPerson<Outcome extends ChatOutcome<unknown> | { readonly outcome: 'needless' | 'overtaken' }>(
  ports: ChatPorts,
  workspace: Workspace,
  access: ChatAccess,
  userId: string,
  sent: Outcome,
): Promise<Outcome | ChatOutcome<never>> {
  if (!access.asPerson || sent.outcome !== 'refused' || sent.error !== 'signed-out') return sent;
  const found = await findPersonToken(ports.db, workspace, userId);
  if (found === undefined) return again(0);
  const at = { teamId: workspace.teamId, installationId: workspace.id, userId };
  if (sent.providerError === 'token_expired')
    return again((await refreshPerson(ports, at, found.sealedTokens)) === 'later' ? laterMs : 0);
  await ports.db
    .delete(chatPersonToken)
    .where(
      and(
        eq(chatPersonToken.teamId, at.teamId),
        eq(chatPersonToken.installationId, at.installationId),
        eq(chatPersonToken.userId, userId),
        eq(chatPersonToken.sealedTokens, found.sealedTokens),
      ),
    );
  return again(0);
}

function again(retryAfterMs: number): ChatOutcome<never> {
  return { outcome: 'limited', retryAfterMs, reason: 'The link to a person’s own Slack account ran out.' };
}
