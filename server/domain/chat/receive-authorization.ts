import { and, eq, gt, isNull } from 'drizzle-orm';
import { chatAuthorization } from '#server/db/schema/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { hashState } from './begin-authorization.ts';

/**
 * Keeps the code that the chat's page came back with until whoever began redeems it.
 * @returns where the browser goes on, or undefined when nobody began this, it is too late, or it was used.
 */
export async function receiveAuthorization(
  ports: Pick<ChatPorts, 'db' | 'clock'>,
  answer: { state: string; code: string | undefined },
): Promise<string | undefined> {
  const open = and(
    eq(chatAuthorization.stateHash, hashState(answer.state)),
    gt(chatAuthorization.expiresAt, ports.clock.now()),
    isNull(chatAuthorization.code),
  );
  const rows =
    answer.code === undefined
      ? await ports.db.delete(chatAuthorization).where(open).returning({ to: chatAuthorization.redirectUri })
      : await ports.db
          .update(chatAuthorization)
          .set({ code: answer.code })
          .where(open)
          .returning({ to: chatAuthorization.redirectUri });
  const to = rows[0]?.to;
  if (to === undefined) return undefined;
  const url = new URL(to);
  url.searchParams.set('state', answer.state);
  if (answer.code === undefined) url.searchParams.set('error', 'access_denied');
  return url.toString();
}
