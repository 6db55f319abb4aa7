import { sql } from 'drizzle-orm';
import { noteReceipt } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { PostedMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { EffectKind } from './claim-effect.ts';

/** An effect as settling needs it. */
export interface EffectRef {
  readonly teamId: string;
  readonly id: string;
  readonly linkId: string;
  readonly channelId: string;
  readonly kind: EffectKind;
  readonly messageId: string | null;
}

/** An effect as whoever took it up last knows it. */
export type ClaimedEffect = EffectRef & { readonly claim: number };

type SettlePorts = Pick<ChatPorts, 'liveFeed' | 'clock'>;

/** A new thread is read again for the first time after this long. */
const firstReadMs = 10 * 60 * 1000;

/**
 * Notes that an effect happened, whoever found out (the call's answer, a look-up, or the chat's own event).
 * @returns false when it was noted before.
 */
export async function settleDelivered(
  ports: SettlePorts,
  tx: Transaction,
  effect: EffectRef,
  posted: PostedMessage | null,
): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    update chat_outbox set state = 'delivered', external_ts = ${posted?.ts ?? null}, external_url = ${posted?.url ?? null},
      error = null, error_code = null, not_before = null, settled_at = now()
    where team_id = ${effect.teamId} and id = ${effect.id} and state <> 'delivered' returning id`);
  if (rows.length === 0) return false;
  if (effect.kind === 'card' && posted !== null) await storeRoot(ports, tx, effect, posted);
  if (effect.kind === 'post' && posted !== null) await storeRef(tx, effect, posted.ts);
  if (effect.messageId !== null) await noteReceipt(ports, tx, { teamId: effect.teamId, messageId: effect.messageId });
  return true;
}

async function storeRoot(ports: SettlePorts, tx: Transaction, effect: EffectRef, posted: PostedMessage): Promise<void> {
  const { rows } = await tx.execute<{ discussion_id: string }>(sql`
    update chat_link set root_ts = ${posted.ts}, thread_url = ${posted.url}, last_activity_at = now(),
      reconcile_at = now() + ${ports.clock.scaled(firstReadMs)} * interval '1 millisecond'
    where team_id = ${effect.teamId} and id = ${effect.linkId} returning discussion_id`);
  const discussionId = rows[0]?.discussion_id;
  if (discussionId !== undefined)
    await ports.liveFeed.publish(tx, { teamId: effect.teamId, kind: 'discussion', discussionId });
}

async function storeRef(tx: Transaction, effect: EffectRef, ts: string): Promise<void> {
  await tx.execute(sql`
    insert into chat_message_ref (team_id, channel_id, ts, link_id, message_id)
    values (${effect.teamId}, ${effect.channelId}, ${ts}, ${effect.linkId}, ${effect.messageId})
    on conflict (team_id, channel_id, ts) do nothing`);
}

export interface NotDone {
  readonly state: 'pending' | 'checking' | 'failed' | 'unknown' | 'cancelled';
  readonly error: string | null;
  readonly errorCode: string | null;
  /** From now, for states that go on. */
  readonly waitMs?: number;
  readonly checks?: number;
}

/**
 * Notes where an effect stands that did not (or may not have) happened. One delivered meanwhile stays delivered, and
 * one that somebody else took up meanwhile is theirs: a late word on an older attempt says nothing of the newer one.
 */
export async function settleOtherwise(ports: ChatPorts, effect: ClaimedEffect, now: NotDone): Promise<void> {
  await inTransaction(ports.db, (tx) => settleOtherwiseIn(ports, tx, effect, now));
}

/** The same in the caller's transaction. */
export async function settleOtherwiseIn(
  ports: SettlePorts,
  tx: Transaction,
  effect: ClaimedEffect,
  now: NotDone,
): Promise<void> {
  const isOpen = now.state === 'pending' || now.state === 'checking';
  const notBefore = now.waitMs === undefined ? sql`null` : sql`now() + ${now.waitMs} * interval '1 millisecond'`;
  const { rows } = await tx.execute(sql`
    update chat_outbox set state = ${now.state}, error = ${now.error}, error_code = ${now.errorCode},
      not_before = ${notBefore}, checks = coalesce(${now.checks ?? null}::int, checks),
      settled_at = ${isOpen ? sql`null` : sql`now()`}
    where team_id = ${effect.teamId} and id = ${effect.id} and claim = ${effect.claim}
      and state in ('pending', 'sending', 'checking')
    returning id`);
  if (rows.length > 0 && effect.messageId !== null)
    await noteReceipt(ports, tx, { teamId: effect.teamId, messageId: effect.messageId });
}

/** Keeps posts of a channel back until the chat's wish to wait is over; other channels go on. */
export async function pauseChannel(
  tx: Transaction,
  at: { teamId: string; installationId: string; channelId: string },
  waitMs: number,
): Promise<void> {
  await tx.execute(sql`
    update chat_channel set
      paused_until = greatest(coalesce(paused_until, now()), now() + ${waitMs} * interval '1 millisecond'),
      paced_until = greatest(coalesce(paced_until, now()), now() + ${waitMs} * interval '1 millisecond')
    where team_id = ${at.teamId} and installation_id = ${at.installationId} and channel_id = ${at.channelId}`);
}
