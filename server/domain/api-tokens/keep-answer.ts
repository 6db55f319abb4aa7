import { sql } from 'drizzle-orm';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** A request that names itself by its Idempotency-Key. */
export interface NamedRequest {
  readonly key: string;
  /** Of method, path and body: the same key for another request is a mistake. */
  readonly requestHash: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
}

/** How long a request may be under way before another may try again under its key. */
const givenUpMs = 60_000;

/**
 * Takes a key for a request that is to be done once. Undefined: do it and call `endAnswer`. Otherwise the answer that
 * it had.
 * @throws Problem 'conflict' while it is under way, 'invalid-input' when the key stood for another request.
 */
export async function beginAnswer(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  request: NamedRequest,
): Promise<KeptAnswer | undefined> {
  const { rows } = await ports.db.execute<{ is_mine: boolean }>(sql`
    insert into api_answer as a (team_id, user_id, key, request_hash)
    values (${ctx.teamId}, ${ctx.userId}, ${request.key}, ${request.requestHash})
    on conflict (team_id, user_id, key) do update set created_at = now()
      where a.status is null and a.request_hash = excluded.request_hash
        and a.created_at < now() - make_interval(secs => ${givenUpMs / 1000})
    returning true as is_mine`);
  if (rows.length > 0) return undefined;
  const found = await ports.db.execute<{ request_hash: string; status: number | null; body: string | null }>(sql`
    select request_hash, status, body from api_answer
    where team_id = ${ctx.teamId} and user_id = ${ctx.userId} and key = ${request.key}`);
  const [row] = found.rows;
  if (row !== undefined && row.request_hash !== request.requestHash)
    throw new Problem('invalid-input', 'This Idempotency-Key was used for another request; choose a new one.');
  if (row === undefined || row.status === null)
    throw new Problem('conflict', 'The request with this Idempotency-Key is under way; ask again in a moment.');
  return { status: row.status, body: row.body ?? '' };
}

/** Keeps the answer under the key; undefined frees the key, because nothing was done. */
export async function endAnswer(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  key: string,
  answer: KeptAnswer | undefined,
): Promise<void> {
  const mine = sql`team_id = ${ctx.teamId} and user_id = ${ctx.userId} and key = ${key}`;
  await ports.db.execute(
    answer === undefined
      ? sql`delete from api_answer where ${mine} and status is null`
      : sql`update api_answer set status = ${answer.status}, body = ${answer.body} where ${mine}`,
  );
}

/** Forgets answers older than a day. */
export async function forgetAnswers(ports: Pick<Ports, 'db'>): Promise<void> {
  await ports.db.execute(sql`delete from api_answer where created_at < now() - interval '1 day'`);
}
