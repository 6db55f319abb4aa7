import { auditEntry } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';

export interface AuditRecord {
  /** Noun and verb, as `discussion.delete`. */
  readonly action: string;
  /** What it was done to, as `discussion:<id>`. */
  readonly target: string;
  /** Ids and settings only; never mail text, message text or tokens. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Who acted where nobody signed in did: the chat, or the server by itself. */
export interface AuditActor {
  readonly teamId: string;
  readonly actorId?: string | null;
  readonly actorKind: 'teammate' | 'guest' | 'server';
}

/** Writes down what was done, in the transaction that does it. The row joins the team's chain when it is sealed. */
export async function recordAudit(tx: Transaction, by: Context | AuditActor, record: AuditRecord): Promise<void> {
  const actor = 'actorKind' in by ? by : { teamId: by.teamId, actorId: by.userId, actorKind: 'teammate' as const };
  await tx.insert(auditEntry).values({
    teamId: actor.teamId,
    action: record.action,
    actorId: actor.actorId ?? null,
    actorKind: actor.actorKind,
    target: record.target,
    detail: { ...record.detail },
  });
}
