import { runPrepared } from '#server/db/prepared.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { ApiCaller } from './authenticate-api.ts';

/** How many requests a token has in a minute, over all servers. */
const perMinute = 600;

export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Until the next minute begins. */
  readonly resetMs: number;
  readonly isSpent: boolean;
}

const statement = {
  name: 'api-tokens.spend',
  text: `insert into api_spending as s (team_id, token_id, minute, requests)
    values ($1, $2, date_trunc('minute', now()), 1)
    on conflict (team_id, token_id) do update set minute = excluded.minute,
      requests = case when s.minute = excluded.minute then s.requests + 1 else 1 end
    returning requests,
      ceil(extract(epoch from minute + interval '1 minute' - clock_timestamp()) * 1000)::int as "resetMs"`,
};

/** Counts one request of a token. */
export async function spendRequest(ports: Pick<Ports, 'db'>, caller: ApiCaller): Promise<Allowance> {
  const values = [caller.ctx.teamId, caller.tokenId];
  const [row] = await runPrepared<{ requests: number; resetMs: number }>(ports.db, statement, values);
  const requests = row?.requests ?? 1;
  return {
    limit: perMinute,
    remaining: Math.max(0, perMinute - requests),
    resetMs: Math.max(1, row?.resetMs ?? 1),
    isSpent: requests > perMinute,
  };
}
