import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { ApiToken, CreateApiToken } from '#shared/contract/api-token.ts';
import type { ApiTokenId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

const mostTokens = 50;
const dayMs = 86_400_000;

/** What the database keeps of a token: its SHA-256. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A new token, shown this once. It acts as its person, in this team, within its scopes. */
export async function createApiToken(
  ports: Ports,
  ctx: Context,
  input: CreateApiToken,
): Promise<ApiToken & { token: string }> {
  requirePermission(ctx, 'api-token.own');
  const token = `st_${randomBytes(32).toString('base64url')}`;
  const id = createId<ApiTokenId>();
  const scopes = [...new Set(input.scopes)];
  const expiresAt =
    input.expiresInDays === null ? null : new Date(ports.clock.now().getTime() + input.expiresInDays * dayMs);
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from api_token
      where team_id = ${ctx.teamId} and user_id = ${ctx.userId} and revoked_at is null`);
    if ((rows[0]?.count ?? 0) >= mostTokens)
      throw new Problem('invalid-input', `You have ${mostTokens} tokens; revoke one that is not used.`);
    await tx.execute(sql`
      insert into api_token (team_id, id, user_id, name, token_hash, hint, scopes, expires_at)
      values (${ctx.teamId}, ${id}, ${ctx.userId}, ${input.name}, ${hashApiToken(token)}, ${token.slice(-4)},
        array(select json_array_elements_text(${JSON.stringify(scopes)}::json)), ${expiresAt?.toISOString() ?? null})`);
    await recordAudit(tx, ctx, { action: 'api-token.create', target: `api-token:${id}`, detail: { scopes } });
  });
  const [made] = (await listApiTokens(ports, ctx)).filter((each) => each.id === id);
  if (made === undefined) throw new Error('a token that was made is gone');
  return { ...made, token };
}

interface Row extends Record<string, unknown> {
  readonly id: ApiTokenId;
  readonly name: string;
  readonly hint: string;
  readonly scopes: ApiToken['scopes'];
  readonly created_at: Date | string;
  readonly expires_at: Date | string | null;
  readonly last_used_at: Date | string | null;
}

/** The asker's tokens in this team that are not revoked, newest first. */
export async function listApiTokens(ports: Pick<Ports, 'db'>, ctx: Context): Promise<ApiToken[]> {
  requirePermission(ctx, 'api-token.own');
  const { rows } = await ports.db.execute<Row>(sql`
    select id, name, hint, scopes, created_at, expires_at, last_used_at from api_token
    where team_id = ${ctx.teamId} and user_id = ${ctx.userId} and revoked_at is null order by created_at desc, id desc`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: new Date(row.created_at).toISOString(),
    expiresAt: toIso(row.expires_at),
    lastUsedAt: toIso(row.last_used_at),
  }));
}

function toIso(value: Date | string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}

/** Ends one of the asker's tokens: the next request with it is refused. Revoking twice is revoking once. */
export async function revokeApiToken(ports: Ports, ctx: Context, input: { readonly id: ApiTokenId }): Promise<void> {
  requirePermission(ctx, 'api-token.own');
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ was: Date | string | null }>(sql`
      update api_token t set revoked_at = coalesce(t.revoked_at, now()) from api_token before
      where t.team_id = ${ctx.teamId} and t.id = ${input.id} and t.user_id = ${ctx.userId}
        and before.team_id = t.team_id and before.id = t.id returning before.revoked_at as was`);
    const [row] = rows;
    if (row === undefined) throw new Problem('not-found', 'This token does not exist, or it is not yours.');
    if (row.was === null) await recordAudit(tx, ctx, { action: 'api-token.revoke', target: `api-token:${input.id}` });
  });
}
