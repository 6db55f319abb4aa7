import { and, eq } from 'drizzle-orm';
import { chatPersonToken } from '#server/db/schema/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { botAccess, personSecret, unsealTokens, type Workspace } from './installation.ts';

/** Every token that we hold of a workspace, people's own before the app's; read before they are forgotten. */
export async function readTokensOf(
  ports: Pick<ChatPorts, 'vault'>,
  db: Database | Transaction,
  workspace: Workspace,
): Promise<readonly string[]> {
  const people = await db
    .select()
    .from(chatPersonToken)
    .where(and(eq(chatPersonToken.teamId, workspace.teamId), eq(chatPersonToken.installationId, workspace.id)));
  const own = people.map((row) => unsealTokens(ports, row.sealedTokens, personSecret(row)).accessToken);
  return [...own, botAccess(ports, workspace).token];
}

/** Gives tokens back to the chat, so that nothing can be done with them any more. One that it does not take stays unused. */
export async function giveBack(ports: Pick<ChatPorts, 'chat' | 'logger'>, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const { outcome } = await ports.chat.signIn.revoke(token);
    if (outcome !== 'done') ports.logger.warn({ outcome }, 'the chat did not take a token back; it stays unused');
  }
}
