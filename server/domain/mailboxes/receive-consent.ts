import { and, eq, gt } from 'drizzle-orm';
import { mailboxAuthorization } from '#server/db/schema/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { hashSecret } from './begin-connection.ts';

/** Where the provider's answer goes on: to an extension's own page, or it ends in this browser for this person. */
export type ConsentReceiver =
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'browser'; readonly teamId: string; readonly userId: string };

/**
 * Hands what the provider came back with to the browser that saw its page, and keeps nothing of it: an extension
 * there redeems it if it began it, or the browser proves that it began by its cookie. A consent that somebody was led
 * to by a link ends in their own browser, where nobody began anything, and not with whoever sent the link.
 * @param answer `code` undefined when the page was left without consent.
 * @returns undefined when nobody began this here, or it is too late.
 */
export async function receiveConsent(
  ports: Pick<Ports, 'db' | 'clock'>,
  answer: { state: string; code: string | undefined; browserSecret: string | undefined },
): Promise<ConsentReceiver | undefined> {
  const begun = and(
    eq(mailboxAuthorization.stateHash, hashSecret(answer.state)),
    gt(mailboxAuthorization.expiresAt, ports.clock.now()),
  );
  const [row] = await ports.db.select().from(mailboxAuthorization).where(begun);
  if (row === undefined) return undefined;
  if (row.redirectUri !== null) return { kind: 'extension', url: addAnswer(row.redirectUri, answer) };
  if (row.browserHash === null || answer.browserSecret === undefined) return undefined;
  if (row.browserHash !== hashSecret(answer.browserSecret)) return undefined;
  return { kind: 'browser', teamId: row.teamId, userId: row.userId };
}

function addAnswer(redirectUri: string, answer: { state: string; code: string | undefined }): string {
  const url = new URL(redirectUri);
  url.searchParams.set('state', answer.state);
  if (answer.code === undefined) url.searchParams.set('error', 'access_denied');
  else url.searchParams.set('code', answer.code);
  return url.href;
}
