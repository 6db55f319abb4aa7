import { and, eq, or } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { authMember, authUser } from '#server/db/schema/index.ts';

/**
 * The same for an address inside a query, as JSON `{userId, name}` or null. `$1` is the team.
 * @param emailSql an expression that gives the address.
 */
export function teammateByConfirmedEmailSql(emailSql: string): string {
  return `(select json_build_object('userId', u.id, 'name', u.name) from auth.user u
    join auth.member m on m.user_id = u.id and m.organization_id = $1
    where u.email = lower(btrim(${emailSql})) and (u.email_verified or m.email_vouched) limit 1)`;
}

/**
 * The teammate whose address this is, if it counts as confirmed here: a mail or a provider proved it, or an admin of
 * this very team handed the invitation over by hand.
 */
export async function findTeammateByConfirmedEmail(
  db: Database | Transaction,
  teamId: string,
  email: string,
): Promise<{ readonly userId: UserId; readonly name: string } | undefined> {
  const [row] = await db
    .select({ userId: authUser.id, name: authUser.name })
    .from(authUser)
    .innerJoin(authMember, and(eq(authMember.userId, authUser.id), eq(authMember.organizationId, teamId)))
    .where(
      and(
        eq(authUser.email, email.trim().toLowerCase()),
        or(eq(authUser.emailVerified, true), eq(authMember.emailVouched, true)),
      ),
    )
    .limit(1);
  return row === undefined ? undefined : { userId: row.userId as UserId, name: row.name };
}
