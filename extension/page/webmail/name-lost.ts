import type { SeenThread } from '#shared/contract/open-email.ts';
import type { LostSignal } from '#shared/contract/webmail-loss.ts';

/** What a page still says in itself, beside its address. */
export type PageSignals = { hasAttributes: boolean; hasRoles: boolean };

/** The signals that a page lacks on which a thread was read all the same. */
export function nameLost(email: SeenThread, { hasAttributes, hasRoles }: PageSignals): LostSignal[] {
  const isThere: Record<LostSignal, boolean> = {
    'no-attributes': hasAttributes,
    'no-roles': hasRoles,
    'no-senders': email.messages.some(({ from }) => from !== null),
    // A window with one message in it never names its account.
    'no-account': email.account !== null || email.thread.kind === 'outlook-item',
  };
  return (Object.keys(isThere) as LostSignal[]).filter((signal) => !isThere[signal]);
}
