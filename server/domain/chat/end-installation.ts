import { sql } from 'drizzle-orm';
import { recordAudit, type AuditActor } from '../audit/index.ts';
import { noteReceipt } from '../discussions/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Why a workspace is no longer connected, as people read it. */
export const endReasons = {
  uninstalled:
    'Sidethread was removed from the Slack workspace. An admin can connect Slack again; what waits is sent then.',
  revoked: 'Slack withdrew Sidethread’s access. An admin can connect Slack again; what waits is sent then.',
  disconnected: 'Slack was disconnected in Sidethread. An admin can connect it again; what waits is sent then.',
  replaced: 'Another Slack workspace was connected instead of this one.',
} as const;
export type EndReason = keyof typeof endReasons;

/** Why a token is no good: the chat's own word may come before its event that says so. */
export function endReasonOf(providerError: string): 'uninstalled' | 'revoked' {
  return providerError === 'account_inactive' ? 'uninstalled' : 'revoked';
}

/**
 * Ends a workspace: what waits for it fails with the reason (and is sent when the same workspace is connected
 * again), its tokens are forgotten, and everybody sees why. Ending it twice is ending it once.
 */
export async function endInstallation(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  at: { teamId: string; installationId: string },
  why: EndReason,
  by: Context | AuditActor = { teamId: at.teamId, actorKind: 'server' },
): Promise<void> {
  const { rows } = await tx.execute(sql`
    update chat_installation set state = 'ended', ended_reason = ${endReasons[why]}, token_expires_at = null,
      sealed_tokens = ''
    where team_id = ${at.teamId} and id = ${at.installationId} and state = 'active' returning id`);
  if (rows.length === 0) return;
  await tx.execute(sql`
    delete from chat_person_token where team_id = ${at.teamId} and installation_id = ${at.installationId}`);
  await failWaiting(ports, tx, at, { error: endReasons[why], errorCode: 'signed-out' });
  const target = `chat-installation:${at.installationId}`;
  await recordAudit(tx, by, { action: 'chat.end', target, detail: { why } });
  await ports.liveFeed.publish(tx, { teamId: at.teamId, kind: 'chat' });
}

/** Fails what waits for a workspace, or for one channel of it, all for the same reason. */
export async function failWaiting(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  at: { teamId: string; installationId: string; channelId?: string },
  failure: { error: string; errorCode: string },
): Promise<void> {
  const inChannel = at.channelId === undefined ? sql`` : sql`and l.channel_id = ${at.channelId}`;
  const { rows } = await tx.execute<{ message_id: string | null }>(sql`
    update chat_outbox o set state = 'failed', error = ${failure.error}, error_code = ${failure.errorCode},
      settled_at = now(), not_before = null
    from chat_link l
    where l.team_id = ${at.teamId} and l.installation_id = ${at.installationId} ${inChannel}
      and o.team_id = l.team_id and o.link_id = l.id and o.state = 'pending'
    returning o.message_id`);
  await noteAll(ports, tx, at.teamId, rows);
}

/** Sends again what failed for one of these reasons, in its old order, now that the cause is gone. */
export async function resumeFailed(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  at: { teamId: string; installationId: string; channelId?: string },
  errorCodes: readonly string[],
): Promise<readonly string[]> {
  const inChannel = at.channelId === undefined ? sql`` : sql`and l.channel_id = ${at.channelId}`;
  const { rows } = await tx.execute<{ message_id: string | null; link_id: string }>(sql`
    update chat_outbox o set state = 'pending', error = null, error_code = null, settled_at = null, attempts = 0,
      not_before = null
    from chat_link l
    where l.team_id = ${at.teamId} and l.installation_id = ${at.installationId} ${inChannel} and l.state = 'active'
      and o.team_id = l.team_id and o.link_id = l.id and o.state = 'failed' and o.error_code in ${[...errorCodes]}
    returning o.message_id, o.link_id`);
  await noteAll(ports, tx, at.teamId, rows);
  return [...new Set(rows.map((row) => row.link_id))];
}

async function noteAll(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  teamId: string,
  rows: readonly { message_id: string | null }[],
): Promise<void> {
  const messageIds = new Set(rows.flatMap((row) => (row.message_id === null ? [] : [row.message_id])));
  for (const messageId of [...messageIds].toSorted()) await noteReceipt(ports, tx, { teamId, messageId });
}
