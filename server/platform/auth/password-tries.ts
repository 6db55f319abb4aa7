import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { authRateLimit } from '#server/db/schema/auth.ts';
import { createId } from '#server/kernel/ids.ts';

/** Wrong passwords for one account within this time, wherever they come from. */
const windowMs = 15 * 60_000;
const most = 10;

/**
 * Counts a try of a password for an address, whether or not it has an account: the answer tells nobody.
 * @returns how long this address must wait before the next try, ms; undefined when this one may be made.
 */
export async function takePasswordTry(db: Database, email: string, now: Date): Promise<number | undefined> {
  const at = now.getTime();
  const [row] = await db
    .insert(authRateLimit)
    .values({ id: createId(), key: keyOf(email), count: 1, lastRequest: at })
    .onConflictDoUpdate({
      target: authRateLimit.key,
      set: {
        count: sql`case when ${authRateLimit.lastRequest} <= ${at - windowMs} then 1 else ${authRateLimit.count} + 1 end`,
        // When the first of these tries was made.
        lastRequest: sql`case when ${authRateLimit.lastRequest} <= ${at - windowMs} then ${at} else ${authRateLimit.lastRequest} end`,
      },
    })
    .returning({ count: authRateLimit.count, since: authRateLimit.lastRequest });
  if (row === undefined || row.count <= most) return undefined;
  return Math.max(1_000, row.since + windowMs - at);
}

/** The right password was given: the wrong ones before it count no more. */
export async function forgetPasswordTries(db: Database, email: string): Promise<void> {
  await db.delete(authRateLimit).where(eq(authRateLimit.key, keyOf(email)));
}

function keyOf(email: string): string {
  return `password:${createHash('sha256').update(email).digest('hex')}`;
}
