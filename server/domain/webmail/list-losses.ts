import { sql } from 'drizzle-orm';
import { WebmailLoss } from '#shared/contract/webmail-loss.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

const SHOWN_DAYS = 30;
const MOST = 200;

/** What the team's browsers could not read in the last month, newest first: for those who run the team. */
export async function listLosses(ports: Pick<Ports, 'db' | 'clock'>, ctx: Context): Promise<WebmailLoss[]> {
  requirePermission(ctx, 'team.manage');
  const today = new Date(ports.clock.now()).toISOString().slice(0, 10);
  const { rows } = await ports.db.execute(sql`
    select day::text, webmail, kind, selectors::text, count::integer from webmail_loss
    where team_id = ${ctx.teamId} and day > ${today}::date - ${SHOWN_DAYS}::integer
    order by day desc, count desc, webmail, kind limit ${MOST}`);
  return rows.map((row) => WebmailLoss.parse(row));
}
