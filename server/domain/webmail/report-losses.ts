import { sql } from 'drizzle-orm';
import type { ReportLosses } from '#shared/contract/webmail-loss.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

const KEPT_DAYS = 90;

/**
 * Adds a browser's counts to the team's. There is no audit row, and no one's name in the table: who could not read a
 * page, and when exactly, is nobody's business.
 */
export async function reportLosses(
  ports: Pick<Ports, 'db' | 'clock'>,
  ctx: Context,
  { losses }: ReportLosses,
): Promise<null> {
  requirePermission(ctx, 'team.read');
  if (losses.length === 0) return null;
  const today = new Date(ports.clock.now()).toISOString().slice(0, 10);
  await inTransaction(ports.db, async (tx) => {
    await tx.execute(sql`
      insert into webmail_loss (team_id, day, webmail, kind, selectors, count)
      select ${ctx.teamId}::uuid, ${today}::date, webmail, kind, selectors, sum(count)
      from json_to_recordset(${JSON.stringify(losses)}::json)
        as given (webmail text, kind text, selectors date, count integer)
      group by webmail, kind, selectors order by webmail, kind, selectors
      on conflict (team_id, day, webmail, kind, selectors) do update set count = webmail_loss.count + excluded.count`);
    await tx.execute(sql`
      delete from webmail_loss where team_id = ${ctx.teamId} and day < ${today}::date - ${KEPT_DAYS}::integer`);
  });
  return null;
}
