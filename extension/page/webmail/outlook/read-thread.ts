import type { SeenThread, ThreadRef, UnreadableReason } from '#shared/contract/open-email.ts';
import { toOutlookId } from '#shared/email/outlook-id.ts';
import { readWebmailUrl, type WebmailUrl } from '#shared/email/webmail-url.ts';
import { findVisible } from '../find-visible.ts';
import type { Reading } from '../reading.ts';
import type { PageWindow } from '../webmail-adapter.ts';
import { isOwnName, readAccount } from './read-account.ts';
import { listParticipants, readMessages, withItemId } from './read-messages.ts';
import {
  findOpenBoxes,
  hasSubject,
  looksLikeMail,
  mentionsSubject,
  readContent,
  readRows,
  readSubject,
  type Row,
} from './read-signals.ts';
import type { OutlookSelectors } from './selectors.ts';

const STILL_MS = {
  /** One signal names the thread and nothing speaks against it; Outlook's pane follows its address after 200 ms. */
  oneSignal: 600,
  /** The address names a thread and the pane is empty: it may still be loading. */
  emptyPane: 3000,
};

/** Reads what is open now. Pure: the same page gives the same answer. */
export function readThread(window: PageWindow, selectors: OutlookSelectors): Reading {
  const { document } = window;
  const url = readWebmailUrl(window.location.href);
  const { address: account, isAmbiguous } = readAccount(document, selectors);
  const nothing = { state: 'none', webmail: 'outlook', account, view: url.view } as const;
  const rows = readRows(document, selectors);
  const selected = rows.filter(({ isSelected }) => isSelected);
  if (countThreads(selected) > 1) return { is: 'certain', email: nothing };
  const [open, ...others] = findOpenBoxes(document, selectors);
  const unsettled = (reason: UnreadableReason): Reading => ({
    is: 'unsettled',
    account,
    reason,
    showsMail: open !== undefined || looksLikeMail(document, selectors),
    pageThreadId: null,
  });
  if (open === undefined) {
    if (looksLikeMail(document, selectors)) return unsettled('markup-changed');
    if (url.kind === 'none') return { is: 'certain', email: nothing };
    const hasFrame = findVisible(document, [...selectors.list, ...selectors.pane]).length > 0;
    return hasFrame ? { is: 'tentative', email: nothing, stillMs: STILL_MS.emptyPane } : unsettled('markup-changed');
  }
  if (others.length > 0) return unsettled('page-disagrees-with-itself');
  const subject = readSubject(open, selectors);
  if (subject === undefined) return unsettled('markup-changed');
  const named = nameThread({ url, rows, selected: selected[0], subject });
  if ('reason' in named) return unsettled(named.reason);
  if (isAmbiguous) return unsettled('several-mailboxes');
  const messages = readMessages(open, document.documentElement.lang, selectors);
  const email: SeenThread = {
    state: 'open',
    webmail: 'outlook',
    thread: named.thread,
    account,
    subject,
    messages: withItemId(messages, named.thread.kind === 'outlook-item' ? named.thread.id : null),
    participants: listParticipants(messages, (name) => isOwnName(document, selectors, name)),
    url: linkTo(named.thread, window.location.origin, url.view),
  };
  const content = readContent(open);
  return named.isTentative
    ? { is: 'tentative', email, stillMs: STILL_MS.oneSignal, content }
    : { is: 'certain', email, content };
}

/** One thread can have several rows: its messages, where they are unfolded. */
function countThreads(rows: readonly Row[]): number {
  return new Set(rows.map(({ id, element }) => id ?? element)).size;
}

type Named = { thread: ThreadRef; isTentative: boolean } | { reason: UnreadableReason };
type Signals = { url: WebmailUrl; rows: readonly Row[]; selected: Row | undefined; subject: string };

/**
 * Which thread address, list and pane name together; a reason where they don't, or not for certain. The pane itself
 * carries no id: its subject ties it to a row of the list.
 */
function nameThread({ url, rows, selected, subject }: Signals): Named {
  const isConversation = url.kind === 'outlook-conversation';
  if (url.kind !== 'none' && url.id !== null) {
    const isOther = isConversation && selected !== undefined && selected.id !== null && selected.id !== url.id;
    if (isOther) return { reason: 'address-and-page-disagree' };
    const own = selected ?? (isConversation ? rows.find(({ id }) => id === url.id) : undefined);
    const thread = { kind: isConversation ? 'outlook-conversation' : 'outlook-item', id: url.id } as const;
    if (own !== undefined && mentionsSubject(own, subject)) return { thread, isTentative: own !== selected };
    const isOfAnother = rows.some((row) => row !== own && row.id !== own?.id && hasSubject(row, subject));
    return isOfAnother ? { reason: 'address-and-page-disagree' } : { thread, isTentative: true };
  }
  // No thread in the address: only a selected row whose subject is the pane's can name it.
  if (selected === undefined || selected.id === null || !mentionsSubject(selected, subject)) {
    return { reason: 'thread-not-named' };
  }
  return { thread: { kind: 'outlook-conversation', id: selected.id }, isTentative: true };
}

/** Opens the thread for whoever has this mailbox; without the account's number, which is this browser's own. */
function linkTo({ kind, id }: ThreadRef, origin: string, view: string | null): string {
  const path = encodeURIComponent(toOutlookId(id));
  if (kind === 'outlook-item') return `${origin}/mail/deeplink/read/${path}`;
  return `${origin}/mail/${encodeURIComponent(view ?? 'inbox')}/id/${path}`;
}
