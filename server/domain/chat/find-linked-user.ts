import { and, eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import { chatPersonToken } from '#server/db/schema/index.ts';
import type { Database } from '#server/db/client.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { botAccess, type Installation } from './installation.ts';

/** The teammate who linked this person of the chat to themselves by signing in to both. */
export async function findLinkedUser(
  db: Database,
  at: { readonly teamId: string; readonly installationId: string },
  chatUserId: string,
): Promise<UserId | undefined> {
  const [row] = await db
    .select({ userId: chatPersonToken.userId })
    .from(chatPersonToken)
    .where(
      and(
        eq(chatPersonToken.teamId, at.teamId),
        eq(chatPersonToken.installationId, at.installationId),
        eq(chatPersonToken.chatUserId, chatUserId),
      ),
    );
  return row?.userId as UserId | undefined;
}

/** Says something in a thread that one person alone sees, where they are. What fails is not tried again. */
export async function tellOnly(
  ports: ChatPorts,
  installation: Installation,
  to: { readonly channelId: string; readonly threadTs: string; readonly chatUserId: string },
  body: string,
): Promise<void> {
  const told = await ports.chat.tellOnly(botAccess(ports, installation), to, body);
  if (told.outcome !== 'done') ports.logger.warn({ outcome: told.outcome }, 'a person in the chat was not told');
}
