import { and, eq, gt } from 'drizzle-orm';
import { chatAuthorization } from '#server/db/schema/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { hashState } from './begin-authorization.ts';

/**
 * Hands what the chat's page came back with to the extension in the very browser that saw that page, and keeps nothing
 * of it: a consent that somebody was led to ends in their own browser, where nobody began anything, and not with
 * whoever sent them the address.
 * @param answer `code` undefined when the chat's page was left without consent.
 * @returns where the browser goes on, or undefined when nobody began this or it is too late.
 */
export async function receiveAuthorization(
  ports: Pick<ChatPorts, 'db' | 'clock'>,
  answer: { state: string; code: string | undefined },
): Promise<string | undefined> {
  const begun = and(
    eq(chatAuthorization.stateHash, hashState(answer.state)),
    gt(chatAuthorization.expiresAt, ports.clock.now()),
  );
  const [row] = await ports.db.select({ to: chatAuthorization.redirectUri }).from(chatAuthorization).where(begun);
  if (row === undefined) return undefined;
  const url = new URL(row.to);
  url.searchParams.set('state', answer.state);
  if (answer.code === undefined) url.searchParams.set('error', 'access_denied');
  else url.searchParams.set('code', answer.code);
  return url.toString();
}
