import type { Receipt } from '#shared/contract/discussion.ts';
import { toIso } from './iso-time.ts';

/** One effect on the chat for a message, in the order of the outbox. */
export interface EffectRow {
  readonly messageId: string;
  readonly linkId: Receipt['linkId'];
  readonly kind: string;
  readonly state: 'pending' | 'sending' | 'checking' | 'delivered' | 'unknown' | 'failed' | 'cancelled';
  readonly url: string | null;
  readonly error: string | null;
  readonly notBefore: string | null;
}

/**
 * What became of a message: the state of its newest post, with the reason of a later change (edit, deletion,
 * reaction, file) that failed. Null when nothing was to be sent.
 */
export function readReceipt(effects: readonly EffectRow[]): Receipt | null {
  const at = effects.findLastIndex((effect) => effect.kind === 'post' && effect.state !== 'cancelled');
  const post = effects[at];
  if (post === undefined) return null;
  const failedChange = newestPerKind(effects.slice(at + 1)).find(
    (effect) => effect.state === 'failed' || effect.state === 'unknown',
  );
  return {
    linkId: post.linkId,
    state: post.state === 'sending' || post.state === 'cancelled' ? 'pending' : post.state,
    url: post.url,
    reason: post.error ?? failedChange?.error ?? null,
    retryAt: post.state === 'pending' && post.notBefore !== null ? toIso(post.notBefore) : null,
  };
}

/** A failed edit does not count once a later one was delivered. */
function newestPerKind(effects: readonly EffectRow[]): EffectRow[] {
  const newest = new Map<string, EffectRow>();
  for (const effect of effects) newest.set(effect.kind, effect);
  return [...newest.values()];
}
