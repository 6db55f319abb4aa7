import { inTransaction } from '#server/db/client.ts';
import type { ChatOutcome, PostedMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { describeChannelProblem } from '../discussions/index.ts';
import { checkChannel, noteProblem, problemOf } from './check-channel.ts';
import { claimEffect, findNextEffect, isPost, type NextEffect } from './claim-effect.ts';
import { endReasonOf, endReasons } from './end-installation.ts';
import type { Workspace } from './installation.ts';
import { lookUp, type Drained } from './look-up.ts';
import { Postponed } from './postponed.ts';
import { afterSignedOut } from './refresh-tokens.ts';
import { sendEffect, type Sent } from './send-effect.ts';
import { pauseChannel, settleDelivered, settleOtherwise, settleOtherwiseIn } from './settle-effect.ts';

/** A change (not a post) may be made again without harm; after so many unclear calls it counts as failed. */
const mostAttempts = 12;

/**
 * Sends what waits in a link's outbox, in order, stopping at the first effect that can't be settled now.
 *
 * Exactly once: an effect is marked `sending` and committed before its call; an index lets only one of a link be so.
 * Whoever finds one in `sending` (the sender crashed, or is another server still at it) touches it only after the
 * grace period, by looking for its id in the chat. Safe to run on many servers at once and to kill at any point.
 */
export async function drainLink(
  ports: ChatPorts,
  at: { teamId: string; linkId: string },
  signal: AbortSignal,
): Promise<Drained> {
  while (!signal.aborted) {
    const effect = await findNextEffect(ports, at);
    if (effect === undefined) return undefined;
    const drained = await advance(ports, effect);
    if (drained !== 'next') return drained;
  }
  return { waitMs: 0 };
}

type Step = 'next' | Drained;

/** The bytes of a file may take this many times as long as a call, before the call that shows it. */
const uploadFactor = 6;

/** How long whoever sends an effect is left alone with it. */
function graceMs(ports: ChatPorts, effect: NextEffect): number {
  const { checkGraceMs, timeoutMs } = ports.config.chat;
  return effect.kind === 'file' ? checkGraceMs + timeoutMs * uploadFactor : checkGraceMs;
}

async function advance(ports: ChatPorts, effect: NextEffect): Promise<Step> {
  if (effect.state === 'sending') {
    const left = graceMs(ports, effect) - (effect.sentAgoMs ?? 0);
    return left > 0 ? { waitMs: left } : lookUp(ports, effect);
  }
  if ((effect.waitMs ?? 0) > 0) return { waitMs: effect.waitMs ?? 0 };
  if (effect.state === 'checking') return lookUp(ports, effect);
  if (effect.installationState === 'ended') return failEnded(ports, effect);
  const { workspace: installation } = effect;
  if (!effect.channelKnown || effect.channelStale) return checkFirst(ports, installation, effect);
  if (effect.channelProblem !== null) return failChannel(ports, installation, effect);
  // Without a time of its own it is given one after the pause when it is claimed.
  if (effect.pauseMs > 0 && isPost(effect) && effect.waitMs !== null) return { waitMs: effect.pauseMs };
  if (effect.kind !== 'card' && effect.rootTs === null) return failWithoutCard(ports, effect);
  // Sent before without an answer, and now wanted again by a person: first see whether it arrived after all.
  if (effect.checks > 0 && isPost(effect)) return lookUp(ports, effect);
  return sendOne(ports, installation, effect);
}

async function sendOne(ports: ChatPorts, installation: Workspace, effect: NextEffect): Promise<Step> {
  const claimed = await claimEffect(ports, effect);
  if (claimed === undefined) return 'next';
  const startedAt = performance.now();
  const sent = await send(ports, installation, claimed);
  ports.metrics.chatCalled(effect.kind, sent.outcome, (performance.now() - startedAt) / 1000);
  return settle(ports, installation, claimed, sent);
}

async function send(ports: ChatPorts, installation: Workspace, effect: NextEffect): Promise<Sent> {
  try {
    return await sendEffect(ports, installation, effect);
  } catch (error) {
    if (error instanceof Postponed)
      return { outcome: 'limited', retryAfterMs: error.retryAfterMs, reason: error.message };
    // A fault of ours, before or after the call: whether it was made is not known, so it is looked up.
    ports.logger.error({ err: error, effectId: effect.id, kind: effect.kind }, 'an effect on the chat failed');
    return { outcome: 'uncertain', reason: 'Something failed here while sending.' };
  }
}

async function settle(ports: ChatPorts, installation: Workspace, effect: NextEffect, sent: Sent): Promise<Step> {
  switch (sent.outcome) {
    case 'done':
      return delivered(ports, effect, sent.value);
    case 'overtaken':
      return 'next';
    case 'needless':
      await settleOtherwise(ports, effect, { state: 'cancelled', error: null, errorCode: null });
      return 'next';
    case 'limited':
      return limited(ports, effect, sent.retryAfterMs, sent.reason);
    case 'uncertain':
      return uncertain(ports, effect, sent.reason);
    case 'refused':
      return refused(ports, installation, effect, sent);
  }
}

async function delivered(ports: ChatPorts, effect: NextEffect, posted: PostedMessage | null): Promise<'next'> {
  const isNew = await inTransaction(ports.db, (tx) => settleDelivered(ports, tx, effect, posted));
  if (isNew && effect.kind === 'post' && effect.attempts === 0)
    ports.metrics.mailToChat((Date.now() - new Date(effect.createdAt).getTime()) / 1000);
  return 'next';
}

async function limited(ports: ChatPorts, effect: NextEffect, retryAfterMs: number, reason: string): Promise<Step> {
  const waitMs = ports.clock.scaled(retryAfterMs);
  await inTransaction(ports.db, async (tx) => {
    await settleOtherwiseIn(ports, tx, effect, { state: 'pending', error: reason, errorCode: 'limited', waitMs });
    if (isPost(effect)) await pauseChannel(tx, effect, waitMs);
  });
  return { waitMs };
}

/** A post is looked up before it is repeated; a change is just made again, once a late one can't overtake it. */
async function uncertain(ports: ChatPorts, effect: NextEffect, reason: string): Promise<Step> {
  const waitMs = ports.config.chat.checkGraceMs;
  if (isPost(effect)) {
    const now = { state: 'checking', error: reason, errorCode: 'unclear', waitMs, checks: 0 } as const;
    await settleOtherwise(ports, effect, now);
    return { waitMs };
  }
  const isLast = effect.attempts + 1 >= mostAttempts;
  if (isLast) await settleOtherwise(ports, effect, { state: 'failed', error: reason, errorCode: 'unclear' });
  else await settleOtherwise(ports, effect, { state: 'pending', error: reason, errorCode: 'unclear', waitMs });
  return isLast ? 'next' : { waitMs };
}

async function refused(
  ports: ChatPorts,
  installation: Workspace,
  effect: NextEffect,
  sent: Extract<ChatOutcome<never>, { outcome: 'refused' }>,
): Promise<Step> {
  const isGone = sent.error === 'message-missing' && effect.kind !== 'edit' && !isPost(effect);
  if (sent.error === 'already-so' || isGone) return delivered(ports, effect, null);
  if (sent.error === 'signed-out') return signedOut(ports, installation, effect, sent.providerError);
  const problem = problemOf(sent.error);
  await inTransaction(ports.db, async (tx) => {
    await settleOtherwiseIn(ports, tx, effect, {
      state: 'failed',
      error: problem === null ? explain(effect, sent.reason, sent.error) : sent.reason,
      errorCode: problem ?? sent.error,
    });
    if (problem !== null) await noteProblem(ports, tx, installation, effect.channelId, problem);
  });
  return 'next';
}

function explain(effect: NextEffect, reason: string, error: string): string {
  if (error === 'message-missing' && isPost(effect))
    return 'The card of this discussion was deleted in Slack. Choose a channel again to start a new thread there.';
  return reason;
}

async function signedOut(
  ports: ChatPorts,
  installation: Workspace,
  effect: NextEffect,
  providerError: string,
): Promise<Step> {
  const then = await afterSignedOut(ports, installation, providerError);
  if (then === 'ended') {
    const error = endReasons[endReasonOf(providerError)];
    await settleOtherwise(ports, effect, { state: 'failed', error, errorCode: 'signed-out' });
    return 'next';
  }
  const waitMs = then === 'fresh' ? 0 : ports.clock.scaled(5000);
  await settleOtherwise(ports, effect, { state: 'pending', error: null, errorCode: null, waitMs });
  return { waitMs };
}

async function failEnded(ports: ChatPorts, effect: NextEffect): Promise<'next'> {
  const error = effect.endedReason ?? endReasons.revoked;
  await settleOtherwise(ports, effect, { state: 'failed', error, errorCode: 'signed-out' });
  return 'next';
}

/** The channel is looked at before the first post, and after anything that may have let outsiders in. */
async function checkFirst(ports: ChatPorts, installation: Workspace, effect: NextEffect): Promise<Step> {
  const read = await checkChannel(ports, installation, effect.channelId);
  if (read.outcome === 'done') return 'next';
  if (read.outcome === 'refused' && read.error === 'signed-out')
    return signedOut(ports, installation, effect, read.providerError);
  if (read.outcome === 'refused') return refused(ports, installation, effect, read);
  // Stored with the effect: nobody asks again before.
  return limited(ports, effect, read.outcome === 'limited' ? read.retryAfterMs : 2000, read.reason);
}

async function failChannel(ports: ChatPorts, installation: Workspace, effect: NextEffect): Promise<'next'> {
  const problem = effect.channelProblem ?? 'missing';
  const error = describeChannelProblem(problem, effect.channelName) ?? '';
  await settleOtherwise(ports, effect, { state: 'failed', error, errorCode: problem });
  await inTransaction(ports.db, (tx) => noteProblem(ports, tx, installation, effect.channelId, problem));
  return 'next';
}

/** Without its card a discussion has no thread in the chat, so what belongs there shares the card's fate. */
async function failWithoutCard(ports: ChatPorts, effect: NextEffect): Promise<'next'> {
  const card = await readCardFailure(ports, effect);
  await settleOtherwise(ports, effect, { state: 'failed', ...card });
  return 'next';
}

async function readCardFailure(ports: ChatPorts, effect: NextEffect): Promise<{ error: string; errorCode: string }> {
  const { rows } = await ports.db.$client.query<{ error: string | null; error_code: string | null }>(
    `select error, error_code from chat_outbox where team_id = $1 and link_id = $2 and kind = 'card'
     order by position desc limit 1`,
    [effect.teamId, effect.linkId],
  );
  const card = rows[0];
  return {
    error: card?.error ?? 'The card of this discussion is not in Slack, so there is no thread to write in. Retry.',
    errorCode: card?.error_code ?? 'rejected',
  };
}
