import type { ConsentProviderId } from '#shared/contract/mailbox.ts';
import { toOutlookId } from './outlook-id.ts';

/** Microsoft's mail for everybody is at an address of its own; any other domain is an organisation's. */
const CONSUMER_DOMAIN = /@(?:outlook|hotmail|live|msn|passport)\.(?:[a-z]{2,3}|co\.[a-z]{2}|com\.[a-z]{2})$/;

/**
 * The address at which a mailbox's own user finds a thread in their webmail. `id`: the thread as the provider's API
 * names it (Gmail's thread id, Graph's conversation id). Other accounts' mail has no such thread.
 */
export function createThreadUrl(thread: { provider: ConsentProviderId; address: string; id: string }): string {
  const account = encodeURIComponent(thread.address);
  if (thread.provider === 'gmail') return `https://mail.google.com/mail/u/?authuser=${account}#all/${thread.id}`;
  const host = CONSUMER_DOMAIN.test(thread.address) ? 'outlook.live.com' : 'outlook.office.com';
  return `https://${host}/mail/inbox/id/${encodeURIComponent(toOutlookId(thread.id))}?login_hint=${account}`;
}
