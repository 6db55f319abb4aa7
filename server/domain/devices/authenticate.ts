import type { Role } from '#shared/contract/person.ts';
import { TeamId, type UserId } from '#shared/contract/ids.ts';
import type { Database } from '#server/db/client.ts';
import { createGatherer, type Gatherer } from '#server/db/gather.ts';
import { runPrepared } from '#server/db/prepared.ts';
import type { SignedIn } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { hashToken } from './secret-token.ts';

/** An extension's session ends when it was not used for this long. */
export const extensionSessionMs = 30 * 24 * 60 * 60 * 1000;
/** How exact "last seen" is: not every request writes. */
const seenEveryMs = 60_000;

/** Who a token belongs to, and their role in the team asked for (undefined: no such team, or not theirs). */
export interface Authenticated {
  readonly signedIn: SignedIn;
  readonly team: { readonly teamId: TeamId; readonly role: Role } | undefined;
}

interface Ask {
  readonly token: string;
  readonly team: string | null;
}

interface Row {
  at: number;
  id: string;
  user_id: string;
  name: string;
  email: string;
  expires_at: Date;
  last_seen_at: Date;
  role: Role | null;
}

const mostAsks = 32;

const statement = {
  name: 'authenticate',
  text: `select ask.at, s.id, s.user_id, s.expires_at, s.last_seen_at, u.name, u.email, m.role
    from (select * from json_to_recordset($1::json) as given (at integer, token text, team uuid) limit ${mostAsks}) ask
    join auth.extension_session s on s.token_hash = ask.token and s.expires_at > now()
    join auth.user u on u.id = s.user_id
    left join auth.member m on m.user_id = s.user_id and m.organization_id = ask.team`,
};

const gatherers = new WeakMap<Database, Gatherer<Ask, Row | undefined>>();

function findGatherer(db: Database): Gatherer<Ask, Row | undefined> {
  const known = gatherers.get(db);
  if (known !== undefined) return known;
  const gatherer = createGatherer<Ask, Row | undefined>({
    most: mostAsks,
    readAll: async (asks) => {
      const questions = JSON.stringify(asks.map((ask, at) => ({ ...ask, at })));
      const rows = new Map((await runPrepared<Row>(db, statement, [questions])).map((row) => [row.at, row]));
      return asks.map((_ask, at) => rows.get(at));
    },
  });
  gatherers.set(db, gatherer);
  return gatherer;
}

/**
 * Reads the token in the database on every request, so that a revoked one fails at once. A team id that is not one
 * counts as a team that is not theirs.
 */
export async function authenticate(
  ports: Pick<Ports, 'db' | 'logger'>,
  token: string,
  teamHeader: string | undefined,
): Promise<Authenticated | undefined> {
  const teamId = TeamId.safeParse(teamHeader).data;
  const row = await findGatherer(ports.db).read({ token: hashToken(token), team: teamId ?? null });
  if (row === undefined) return undefined;
  if (Date.now() - row.last_seen_at.getTime() > seenEveryMs) noteSeen(ports, row.id);
  return {
    signedIn: {
      userId: row.user_id as UserId,
      userName: row.name,
      email: row.email,
      deviceId: row.id,
      expiresAt: row.expires_at,
    },
    team: teamId === undefined || row.role === null ? undefined : { teamId, role: row.role },
  };
}

function noteSeen(ports: Pick<Ports, 'db' | 'logger'>, deviceId: string): void {
  const expiresAt = new Date(Date.now() + extensionSessionMs);
  ports.db.$client
    .query('update auth.extension_session set last_seen_at = now(), expires_at = $2 where id = $1', [
      deviceId,
      expiresAt,
    ])
    .catch((error: unknown) => ports.logger.warn({ err: error, deviceId }, 'last seen was not noted'));
}
