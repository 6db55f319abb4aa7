import type { PageView, Topics } from '../../messaging/protocol.ts';
import { webmailOrigins } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';
import type { TabState } from './tab-states.ts';

/** What is seen of each webmail tab, and on which sites Sidethread may stand. */
export function readPages(core: Core): Topics['pages'] {
  return {
    tabs: core.tabs
      .all()
      .filter(({ isAway }) => isAway !== true)
      .map((state) => viewOf(core, state)),
    sites: [...webmailOrigins].map((origin) => ({ origin, on: core.choices.isSiteOn(origin) })),
  };
}

function viewOf(core: Core, { tabId, origin, account, email }: TabState): PageView {
  return {
    tabId,
    origin,
    account,
    choice: core.choices.find(account, origin),
    state: email?.state ?? 'starting',
    subject: email?.state === 'open' ? email.subject : null,
    messages: email?.state === 'open' ? email.messages.length : 0,
    people: email?.state === 'open' ? email.participants.length : 0,
    reason: email?.state === 'unreadable' ? email.reason : null,
  };
}
