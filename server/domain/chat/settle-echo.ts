import { sql } from 'drizzle-orm';
import { enqueueEffect, requestDrain } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatThreadMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { EffectKind } from './claim-effect.ts';
import type { Installation } from './installation.ts';
import { settleNotice } from './send-notice.ts';
import { settleDelivered } from './settle-effect.ts';

/** Deletes the event in the transaction of its effect; false when somebody else handled it. */
export type Forget = (tx: Transaction) => Promise<boolean>;

interface EchoedRow extends Record<string, unknown> {
  readonly id: string;
  readonly link_id: string;
  readonly kind: EffectKind;
  readonly message_id: string | null;
  readonly state: string;
  readonly external_ts: string | null;
  readonly is_withdrawn: boolean | null;
}

/**
 * A message of ours seen in the chat. It may come before the answer of its post, and then settles it; where the post
 * was repeated because its answer was lost, a second one of the same id is deleted.
 */
export async function settleEcho(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  message: ChatThreadMessage,
  forget: Forget,
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    await forget(tx);
    await noteOurs(ports, tx, installation, channelId, message);
  });
}

/** What a message of ours in the chat means for the outbox. True when something was to be done. */
export async function noteOurs(
  ports: ChatPorts,
  tx: Transaction,
  installation: Installation,
  channelId: string,
  message: ChatThreadMessage,
): Promise<boolean> {
  if (message.ourId === null || !/^[0-9a-f-]{36}$/.test(message.ourId)) return false;
  const { rows } = await tx.execute<EchoedRow>(sql`
    select o.id, o.link_id, o.kind, o.message_id, o.state, o.external_ts,
      (select m.deleted_at is not null from message m where m.team_id = o.team_id and m.id = o.message_id) as is_withdrawn
    from chat_outbox o
    join chat_link l on l.team_id = o.team_id and l.id = o.link_id
    where o.team_id = ${installation.teamId} and o.id = ${message.ourId} and l.channel_id = ${channelId}
      and o.kind in ('card', 'post', 'mail', 'answer')
    for update of o`);
  const row = rows[0];
  if (row === undefined) return settleNotice(tx, installation.teamId, message.ourId);
  const { teamId } = installation;
  if (row.state !== 'delivered') {
    const url = ports.chat.linkTo(installation.workspaceUrl, channelId, message.ts, message.threadTs);
    const effect = { teamId, id: row.id, linkId: row.link_id, channelId, kind: row.kind, messageId: row.message_id };
    await settleDelivered(ports, tx, effect, { ts: message.ts, url });
    if (row.is_withdrawn === true)
      await enqueueEffect(ports, tx, { teamId, linkId: row.link_id, kind: 'delete', messageId: row.message_id });
    await requestDrain(ports, tx, teamId, row.link_id);
    return true;
  }
  if (row.external_ts === null || row.external_ts === message.ts) return false;
  ports.logger.warn(
    { effectId: row.id, linkId: row.link_id },
    'a post that was repeated arrived twice; one is deleted',
  );
  const extra = { teamId, linkId: row.link_id, kind: 'delete', messageId: null, payload: { ts: message.ts } } as const;
  await enqueueEffect(ports, tx, extra);
  return true;
}
