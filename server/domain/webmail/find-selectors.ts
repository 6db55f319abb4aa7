import type { SignedSelectors } from '#shared/contract/selector-update.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

/** The signed selectors, passed on as they are: only the extension can tell whether they are to be believed. */
export async function findSelectors(ports: Pick<Ports, 'selectors'>, ctx: Context): Promise<SignedSelectors | null> {
  requirePermission(ctx, 'team.read');
  return (await ports.selectors.read()) ?? null;
}
