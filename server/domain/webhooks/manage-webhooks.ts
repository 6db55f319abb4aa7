import { sql } from 'drizzle-orm';
import type { UserId, WebhookId } from '#shared/contract/ids.ts';
import type { CreateWebhook, Webhook, WebhookWithSecret } from '#shared/contract/webhook.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import { webhook } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createSecret, getWebhook, ownerOf, whereWebhook, type WebhookRow } from './webhook-row.ts';

const mostWebhooks = 10;
/** How long the secret before the present one signs too. */
const overlapMs = 24 * 60 * 60 * 1000;

interface AtWebhook {
  readonly id: WebhookId;
}

/** The team's webhooks, the oldest first. */
export async function listWebhooks(ports: Pick<Ports, 'db'>, ctx: Context): Promise<Webhook[]> {
  requirePermission(ctx, 'webhook.manage');
  const { rows } = await ports.db.execute<{ id: string; name: string }>(sql`
    select w.id, p.name from webhook w join person p on p.id = w.created_by where w.team_id = ${ctx.teamId}`);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const found = await ports.db
    .select()
    .from(webhook)
    .where(sql`${webhook.teamId} = ${ctx.teamId}`)
    .orderBy(webhook.createdAt, webhook.id);
  return found.map((row) => toView(row, names.get(row.id) ?? ''));
}

function toView(row: WebhookRow, name: string): Webhook {
  const isOld = row.oldSecretUntil === null || row.oldSecretUntil.getTime() <= Date.now();
  return {
    id: row.id as WebhookId,
    url: row.url,
    createdBy: { id: row.createdBy as UserId, name },
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledBecause: row.disabledBecause,
    oldSecretUntil: isOld ? null : (row.oldSecretUntil?.toISOString() ?? null),
  };
}

/**
 * A new webhook with its secret, which nobody can read again.
 * @throws Problem 'invalid-input' for an address that is not https on the open internet.
 */
export async function createWebhook(ports: Ports, ctx: Context, input: CreateWebhook): Promise<WebhookWithSecret> {
  requirePermission(ctx, 'webhook.manage');
  const refusal = ports.webhooks.refuse(input.url);
  if (refusal !== undefined) throw new Problem('invalid-input', refusal);
  const id = createId<WebhookId>();
  const secret = createSecret();
  const { teamId, userId } = ctx;
  const row = await inTransaction(ports.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks:${teamId}`}, 0))`);
    if ((await tx.$count(webhook, sql`${webhook.teamId} = ${teamId}`)) >= mostWebhooks)
      throw new Problem('invalid-input', `A team can have ${mostWebhooks} webhooks; remove one that is not used.`);
    const sealedSecret = ports.vault.seal(secret, ownerOf({ teamId, id }));
    await tx.insert(webhook).values({ teamId, id, url: input.url, sealedSecret, createdBy: userId });
    const { host } = new URL(input.url);
    await recordAudit(tx, ctx, { action: 'webhook.create', target: `webhook:${id}`, detail: { host } });
    return getWebhook(tx, { teamId, id });
  });
  return { ...toView(row, ctx.userName), secret };
}

/** A new secret; what it replaces signs beside it for a day, so that who checks can change over without a gap. */
export async function rotateWebhook(ports: Ports, ctx: Context, { id }: AtWebhook): Promise<{ secret: string }> {
  requirePermission(ctx, 'webhook.manage');
  const secret = createSecret();
  await inTransaction(ports.db, async (tx) => {
    const row = await getWebhook(tx, { teamId: ctx.teamId, id });
    await tx
      .update(webhook)
      .set({
        sealedSecret: ports.vault.seal(secret, ownerOf(row)),
        sealedOldSecret: row.sealedSecret,
        oldSecretUntil: new Date(ports.clock.now().getTime() + overlapMs),
      })
      .where(whereWebhook(row));
    await recordAudit(tx, ctx, { action: 'webhook.rotate', target: `webhook:${id}` });
  });
  return { secret };
}

/** Switches a webhook off, or on again. What was not told meanwhile can be told again by hand. */
export async function switchWebhook(ports: Ports, ctx: Context, input: AtWebhook & { isOn: boolean }): Promise<void> {
  requirePermission(ctx, 'webhook.manage');
  await inTransaction(ports.db, async (tx) => {
    const row = await getWebhook(tx, { teamId: ctx.teamId, id: input.id });
    if ((row.disabledAt === null) === input.isOn) return;
    const disabledAt = input.isOn ? null : ports.clock.now();
    await tx.update(webhook).set({ disabledAt, disabledBecause: null }).where(whereWebhook(row));
    const action = input.isOn ? 'webhook.switch-on' : 'webhook.switch-off';
    await recordAudit(tx, ctx, { action, target: `webhook:${row.id}` });
  });
}

/** Removes a webhook with all that it was told. Removing twice is removing once. */
export async function removeWebhook(ports: Ports, ctx: Context, { id }: AtWebhook): Promise<void> {
  requirePermission(ctx, 'webhook.manage');
  await inTransaction(ports.db, async (tx) => {
    const gone = await tx
      .delete(webhook)
      .where(whereWebhook({ teamId: ctx.teamId, id }))
      .returning({ id: webhook.id });
    if (gone.length === 0) return;
    await tx.execute(sql`delete from webhook_delivery where team_id = ${ctx.teamId} and webhook_id = ${id}`);
    await recordAudit(tx, ctx, { action: 'webhook.remove', target: `webhook:${id}` });
  });
}
