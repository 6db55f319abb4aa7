import type { ApiScope } from '#shared/contract/api-token.ts';
import type { ApiTokenId, TeamId, UserId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';
import { runPrepared } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { hashApiToken } from './own-tokens.ts';

/** Who calls the REST API, and what for. */
export interface ApiCaller {
  readonly ctx: Context;
  readonly tokenId: ApiTokenId;
  readonly scopes: readonly ApiScope[];
}

interface Row {
  readonly id: ApiTokenId;
  readonly team_id: TeamId;
  readonly user_id: UserId;
  readonly name: string;
  readonly role: Role;
  readonly scopes: ApiScope[];
  readonly is_used: boolean;
}

const statement = {
  name: 'api-tokens.authenticate',
  text: `select t.id, t.team_id, t.user_id, t.scopes, p.name, p.role,
      coalesce(t.last_used_at > now() - interval '1 minute', false) as is_used
    from api_token t join team_person p on p.team_id = t.team_id and p.user_id = t.user_id
    where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`,
};

/** The caller whose token this is; undefined when it is over, revoked, or its person left the team. Read afresh each time. */
export async function authenticateApi(
  ports: Pick<Ports, 'db' | 'logger'>,
  token: string,
  requestId: string,
): Promise<ApiCaller | undefined> {
  const [row] = await runPrepared<Row>(ports.db, statement, [hashApiToken(token)]);
  if (row === undefined) return undefined;
  if (!row.is_used) noteUsed(ports, row);
  return {
    tokenId: row.id,
    scopes: row.scopes,
    ctx: {
      teamId: row.team_id,
      userId: row.user_id,
      userName: row.name,
      role: row.role,
      deviceId: row.id,
      requestId,
    },
  };
}

function noteUsed(ports: Pick<Ports, 'db' | 'logger'>, { id, team_id: teamId }: Row): void {
  ports.db.$client
    .query('update api_token set last_used_at = now() where team_id = $1 and id = $2', [teamId, id])
    .catch((error: unknown) => ports.logger.warn({ err: error, tokenId: id }, 'the use of a token was not noted'));
}
