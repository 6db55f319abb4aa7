import type { SeenThread, UnreadableReason } from '#shared/contract/open-email.ts';
import { readWebmailUrl, type WebmailUrl } from '#shared/email/webmail-url.ts';
import { findVisible } from '../find-visible.ts';
import type { Reading } from '../reading.ts';
import type { PageWindow } from '../webmail-adapter.ts';
import { readAccount } from './read-account.ts';
import { listParticipants, readMessages } from './read-messages.ts';
import { findSubject, looksLikeMail, type SubjectSignals } from './read-signals.ts';
import type { GmailSelectors } from './selectors.ts';

/** How long a thread that one signal names must stand unchanged; nothing speaks against it. */
const TENTATIVE_MS = 500;

/** Reads what is open now. Pure: the same page gives the same answer. */
export function readThread(window: PageWindow, selectors: GmailSelectors): Reading {
  const { document } = window;
  const url = readWebmailUrl(window.location.href);
  const subject = findSubject(document, url, selectors);
  const account = readAccount(document, subject === undefined ? null : subject.text, selectors);
  if (subject === undefined && url.kind === 'none') {
    return { is: 'certain', email: { state: 'none', webmail: 'gmail', account, view: url.view } };
  }
  const unsettled = (reason: UnreadableReason): Reading => ({
    is: 'unsettled',
    account,
    reason,
    showsMail: subject !== undefined || looksLikeMail(document, selectors),
    pageThreadId: subject?.hexIds[0] ?? null,
  });
  if (subject === undefined)
    return unsettled(looksLikeMail(document, selectors) ? 'thread-not-named' : 'markup-changed');
  const named = nameThread(url, subject, selectors);
  if ('reason' in named) return unsettled(named.reason);
  if (account === null) return unsettled('account-unknown');
  const messages = readMessages(subject.container, document.documentElement.lang, selectors);
  const email: SeenThread = {
    state: 'open',
    webmail: 'gmail',
    thread: { kind: 'gmail-thread', id: named.id },
    account,
    subject: subject.text,
    messages,
    participants: listParticipants(messages, account),
    url: `https://mail.google.com/mail/u/?authuser=${encodeURIComponent(account)}#all/${named.id}`,
  };
  return named.isTentative ? { is: 'tentative', email, stillMs: TENTATIVE_MS } : { is: 'certain', email };
}

type Named = { id: string; isTentative: boolean } | { reason: UnreadableReason };

/** Which thread address and page name together; a reason where they don't, or not for certain. */
function nameThread(url: WebmailUrl, subject: SubjectSignals, { previewPane }: GmailSelectors): Named {
  const [id, ...others] = subject.hexIds;
  if (others.length > 0 || subject.clientIds.length > 1 || subject.isAmbiguous) {
    return { reason: 'page-disagrees-with-itself' };
  }
  if (url.kind === 'gmail-thread') {
    if (id === undefined) return { reason: 'thread-not-named' };
    return id === url.id ? { id, isTentative: false } : { reason: 'address-and-page-disagree' };
  }
  if (url.kind === 'gmail-client-thread') {
    const [clientId] = subject.clientIds;
    if (clientId !== undefined && clientId !== url.clientThreadId) return { reason: 'address-and-page-disagree' };
    if (clientId === undefined || id === undefined) return { reason: 'thread-not-named' };
    return { id, isTentative: false };
  }
  // No thread in the address: the split pane, or a view whose address can't be read.
  if (id === undefined) return { reason: 'thread-not-named' };
  if (subject.subjectSignals > 0 && subject.secondOpinions > 0) return { id, isTentative: false };
  const isInPreview = findVisible(subject.container.ownerDocument, previewPane).some((pane) =>
    pane.contains(subject.container),
  );
  return isInPreview || subject.subjectSignals > 1 ? { id, isTentative: true } : { reason: 'thread-not-named' };
}
