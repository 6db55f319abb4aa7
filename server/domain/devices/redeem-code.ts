import { createHash, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { authExtensionCode, authExtensionSession } from '#server/db/schema/auth.ts';
import type { UserId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { extensionSessionMs } from './authenticate.ts';
import { noteInTeams } from './note-in-teams.ts';
import { createToken, hashToken } from './secret-token.ts';

export const RedeemCode = z.object({
  code: z.string().min(1).max(200),
  code_verifier: z
    .string()
    .regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must have 43 to 128 of the characters A-Z a-z 0-9 - . _ ~'),
  redirect_uri: z.string().min(1).max(500),
});
export type RedeemCode = z.infer<typeof RedeemCode>;

export interface ExtensionToken {
  readonly token: string;
  readonly expiresAt: string;
}

/**
 * Exchanges a code for a token. A code works once: a wrong verifier or address uses it up, and a code that comes a
 * second time ends the session that the first one opened, because one of the two who sent it stole it.
 * @throws Problem 'invalid-input' for a code that is unknown, expired, used or not this extension's.
 */
export async function redeemCode(ports: Pick<Ports, 'db' | 'liveFeed'>, input: RedeemCode): Promise<ExtensionToken> {
  const redeemed = await inTransaction(ports.db, async (tx) => {
    const codeHash = hashToken(input.code);
    const [row] = await tx
      .select()
      .from(authExtensionCode)
      .where(eq(authExtensionCode.codeHash, codeHash))
      .for('update');
    if (row === undefined) return undefined;
    if (row.usedAt !== null) return endReplayed(ports, tx, row);
    const matches =
      row.expiresAt > new Date() &&
      row.redirectUri === input.redirect_uri &&
      isChallengeOf(input.code_verifier, row.codeChallenge);
    const session = matches ? await openSession(ports, tx, row) : undefined;
    await tx
      .update(authExtensionCode)
      .set({ usedAt: new Date(), sessionId: session?.id ?? null })
      .where(eq(authExtensionCode.codeHash, codeHash));
    return session?.token;
  });
  if (redeemed !== undefined) return redeemed;
  throw new Problem('invalid-input', 'This sign-in is no longer valid. Start it again from the Sidethread popup.');
}

type CodeRow = typeof authExtensionCode.$inferSelect;

async function openSession(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  row: CodeRow,
): Promise<{ id: string; token: ExtensionToken }> {
  const id = createId<string>();
  const token = createToken();
  const expiresAt = new Date(Date.now() + extensionSessionMs);
  await tx.insert(authExtensionSession).values({
    id,
    userId: row.userId,
    tokenHash: hashToken(token),
    extensionId: row.extensionId,
    name: row.deviceName,
    expiresAt,
  });
  const record = { action: 'device.sign-in', target: `device:${id}`, detail: { extensionId: row.extensionId } };
  await noteInTeams(ports, tx, row.userId as UserId, record);
  return { id, token: { token, expiresAt: expiresAt.toISOString() } };
}

async function endReplayed(ports: Pick<Ports, 'liveFeed'>, tx: Transaction, row: CodeRow): Promise<undefined> {
  if (row.sessionId === null) return;
  await tx.delete(authExtensionSession).where(eq(authExtensionSession.id, row.sessionId));
  const record = { action: 'device.code-replayed', target: `device:${row.sessionId}` };
  await noteInTeams(ports, tx, row.userId as UserId, record);
}

/** RFC 7636, 4.6: BASE64URL(SHA256(verifier)) equals the challenge. */
function isChallengeOf(verifier: string, challenge: string): boolean {
  const expected = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const given = Buffer.from(challenge);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
