import { inTransaction } from '#server/db/client.ts';
import type { ChatAccess, ChatOutcome, PostedMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { claimCheck, isPost, type NextEffect } from './claim-effect.ts';
import { botAccess, readInstallation } from './installation.ts';
import { holdReadTurn, takeLookUpTurn } from './read-turn.ts';
import { findSharedFile } from './send-file.ts';
import { settleDelivered, settleOtherwise } from './settle-effect.ts';

/** What became of a link's outbox: all settled, or something waits that long (real milliseconds). */
export type Drained = { readonly waitMs: number } | undefined;

/** So many look-ups must find nothing before a post counts as not having happened. */
const emptyChecks = 2;
/** After this long without a look-up that succeeded nobody can tell any more. */
const longestCheckMs = 60 * 60 * 1000;
/** Automatic repeats of a post; after so many something is wrong that repeating does not mend. */
const mostPosts = 6;
/** How long before the call a look-up begins: the server's clock may be ahead of the chat's. */
const skewMs = 15 * 60_000;

/**
 * Finds out whether an unclear post happened, by its id among the messages since.
 *
 * A post can be accepted after our time-out, so one empty look-up proves nothing. The first look-up comes a grace
 * period after the call began, the second another grace period later; both lie beyond the time-out by more than a
 * late acceptance takes. Only when both found nothing is the post made again, under the same id. Should the first
 * one still appear after that, its event (or reconciliation) shows two messages of one id, and the extra one is
 * deleted. What can't be looked up stays `unknown` until a person retries, and the retry looks first.
 */
export async function lookUp(ports: ChatPorts, effect: NextEffect): Promise<'next' | Drained> {
  const { checkGraceMs, timeoutMs } = ports.config.chat;
  const isOnDemand = effect.state === 'pending';
  const checking = await claimCheck(ports, effect, timeoutMs * 2);
  if (checking === undefined) return 'next';
  if (!isPost(effect)) return repeatChange(ports, checking);
  const installation = await readInstallation(ports.db, effect.teamId, effect.installationId);
  if (installation === undefined || installation.state === 'ended')
    return unknown(ports, checking, 'Slack was disconnected before it said whether this arrived.');
  const isPaced = effect.kind !== 'file' && ports.config.slack.readLimits === 'commercial';
  const turnMs = isPaced ? await takeLookUpTurn(ports, effect) : undefined;
  if (turnMs !== undefined) return wait(ports, checking, turnMs);
  const found = await find(ports, botAccess(ports, installation), checking);
  if (isPaced) await holdReadTurn(ports, effect);
  if (found.outcome === 'done' && found.value !== null) {
    const { ts } = found.value;
    await inTransaction(ports.db, (tx) => settleDelivered(ports, tx, checking, ts === '' ? null : found.value));
    return 'next';
  }
  if (found.outcome !== 'done') return again(ports, checking, found);
  const checks = effect.checks + 1;
  if (checks >= emptyChecks || isOnDemand) return repeat(ports, checking);
  const now = { state: 'checking', error: notYet, errorCode: 'unclear', waitMs: checkGraceMs, checks } as const;
  await settleOtherwise(ports, checking, now);
  return { waitMs: checkGraceMs };
}

const notYet = 'No answer came from Slack; it is being checked whether this arrived.';

/** Edits, deletions and reactions leave the same result when made twice. */
async function repeatChange(ports: ChatPorts, effect: NextEffect): Promise<'next'> {
  await settleOtherwise(ports, effect, { state: 'pending', error: null, errorCode: null });
  return 'next';
}

async function find(ports: ChatPorts, bot: ChatAccess, effect: NextEffect): Promise<ChatOutcome<PostedMessage | null>> {
  if (effect.kind === 'file') {
    const shared = await findSharedFile(ports, bot, effect);
    if (shared.outcome !== 'done') return shared;
    return { outcome: 'done', value: shared.value ? { ts: '', url: null } : null };
  }
  const threadTs = effect.kind === 'card' ? null : (effect.rootTs ?? '');
  // From the first try on: a repeat must not hide what an earlier one left behind.
  const sinceMs = new Date(effect.createdAt).getTime() - skewMs;
  return ports.chat.findPosted(bot, { channelId: effect.channelId, threadTs, sinceMs }, effect.id);
}

async function again(
  ports: ChatPorts,
  effect: NextEffect,
  found: Exclude<ChatOutcome<PostedMessage | null>, { outcome: 'done' }>,
): Promise<'next' | Drained> {
  const isTooLate = (effect.sentAgoMs ?? 0) > ports.clock.scaled(longestCheckMs);
  if (found.outcome === 'refused' || isTooLate) return unknown(ports, effect, found.reason);
  return wait(ports, effect, ports.clock.scaled(found.outcome === 'limited' ? found.retryAfterMs : 5000));
}

async function wait(ports: ChatPorts, effect: NextEffect, waitMs: number): Promise<Drained> {
  await settleOtherwise(ports, effect, { state: 'checking', error: notYet, errorCode: 'unclear', waitMs });
  return { waitMs };
}

/** It did not happen: it waits like any other again. */
async function repeat(ports: ChatPorts, effect: NextEffect): Promise<'next' | Drained> {
  if (effect.attempts >= mostPosts) return unknown(ports, effect, 'Slack did not take this after several tries.');
  await settleOtherwise(ports, effect, { state: 'pending', error: null, errorCode: 'repeat', checks: 0 });
  return 'next';
}

async function unknown(ports: ChatPorts, effect: NextEffect, why: string): Promise<'next'> {
  const error = `It is not known whether this arrived in Slack. ${why} Look in Slack before you retry.`;
  await settleOtherwise(ports, effect, { state: 'unknown', error, errorCode: 'unknown', checks: 1 });
  return 'next';
}
