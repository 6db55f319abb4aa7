import { encodeGmailToken, hexIdToDecimal } from '#shared/email/gmail-thread-id.ts';
import type { MailPerson, MailThread } from '../mail-data.ts';
import { escapeHtml } from '../escape-html.ts';
import type { AppThread } from './app/app-data.ts';
import { getAccount, type GmailPageOptions } from './page-options.ts';
import { locales, words } from './words.ts';

type Message = MailThread['messages'][number];
/** What names a thread on the page. */
type Named = Pick<MailThread, 'id' | 'clientId'>;

/** Everything that the page shows of a thread: its row in a list and the parts of its conversation. */
export function renderThread(thread: MailThread, options: GmailPageOptions): AppThread {
  const { faults = {} } = options;
  const named: Named = faults.pageThreadId === undefined ? thread : { id: faults.pageThreadId };
  const subjectNamed = faults.subjectThreadId === undefined ? named : { id: faults.subjectThreadId };
  const people = thread.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
  const texts = [
    thread.subject,
    ...people.flatMap(({ name, address }) => [name, address]),
    ...thread.messages.map(({ text }) => text),
  ];
  return {
    id: thread.id,
    token: toToken(thread),
    subject: thread.subject,
    labels: [...thread.labels],
    searchText: texts.join(' ').toLowerCase(),
    row: renderRow(thread, options),
    head: renderSubject(thread.subject, subjectNamed, options),
    messages: thread.messages.map((message) => ({
      id: message.id,
      collapsed: renderCollapsed(message, options),
      expanded: renderExpanded(message, named, options),
    })),
  };
}

/** The address token that Gmail shows for a thread. */
export function toToken(thread: MailThread): string {
  return encodeGmailToken(toPayload(thread));
}

/** `f:<decimal>`, or the name that the browser made. */
function toPayload({ id, clientId }: Named): string {
  return clientId ?? `f:${hexIdToDecimal(id)}`;
}

/** The subject's heading with the ids of a thread. */
export function renderSubject(subject: string, thread: Named, { faults = {} }: GmailPageOptions): string {
  const { id: threadId } = thread;
  const permId = faults.permId === 'undefined' ? 'undefined' : `thread-${toPayload(thread)}`;
  const perm = faults.permId === 'missing' ? '' : ` data-thread-perm-id="${permId}"`;
  const hex = faults.hexId === 'missing' ? '' : ` data-legacy-thread-id="${threadId}"`;
  return `<h2 id=":s${threadId.slice(-4)}" jsname="r4nke" tabindex="-1" class="hP"${perm}${hex}>${escapeHtml(subject)}</h2>`;
}

function renderRow(thread: MailThread, options: GmailPageOptions): string {
  const newest = thread.messages.at(-1);
  const sender = thread.messages[0]?.from;
  if (newest === undefined || sender === undefined) return '';
  const count = thread.messages.length > 1 ? ` <span class="bx0">${thread.messages.length}</span>` : '';
  const ids = `data-thread-id="#thread-f:${hexIdToDecimal(thread.id)}" data-legacy-thread-id="${thread.id}" data-legacy-last-message-id="${newest.id}"`;
  return `<tr class="zA ${thread.isUnread ? 'zE' : 'yO'}" role="row" tabindex="-1" data-open="${thread.id}">
<td class="oZ-x3"><div class="oZ-jc T-Jo" role="checkbox" aria-checked="false"></div></td><td class="apU"><span class="aXw T-KT" role="button" aria-label="☆">☆</span></td>
<td class="yX" role="gridcell"><div class="yW"><span class="bA4"><span class="yP" email="${sender.address}" name="${escapeHtml(sender.name)}" data-hovercard-id="${sender.address}">${escapeHtml(sender.name)}</span></span>${count}</div></td>
<td class="xY" role="gridcell"><div class="xS" role="link"><div class="y6"><span class="bog"><span class="bqe" ${ids}>${escapeHtml(thread.subject)}</span></span></div><div class="y2"> – ${escapeHtml(newest.text.replace(/\s+/g, ' ').slice(0, 110))}</div></div></td>
<td class="xW" role="gridcell"><span class="bq3" title="${escapeHtml(longDate(newest.sentAt, options))}">${escapeHtml(shortDate(newest.sentAt, options))}</span></td></tr>`;
}

function renderCollapsed(message: Message, options: GmailPageOptions): string {
  return `<div class="kv" role="listitem" aria-expanded="false" tabindex="-1" data-expand="${message.id}"><div class="Bk"><div class="adf ads"><div class="gs">
<div class="gF"><span class="aCi" aria-hidden="true">${initial(message.from)}</span>${renderSender(message.from, options)}<span class="g2-snippet">${escapeHtml(message.text.replace(/\s+/g, ' ').slice(0, 90))}</span></div></div></div></div></div>`;
}

function renderExpanded(message: Message, thread: Named, options: GmailPageOptions): string {
  const text = words[options.language ?? 'en'];
  const decimal = hexIdToDecimal(message.id);
  const recipients = [...message.to, ...message.cc].map((person) => renderRecipient(person, options)).join(', ');
  const date = escapeHtml(longDate(message.sentAt, options));
  const jslog = options.faults?.jslog === 'missing' ? '' : ` jslog="${secondOpinion(thread, message.id)}"`;
  return `<div class="h7 ie nH oy8Mbf" role="listitem" aria-expanded="true" tabindex="-1"><div class="Bk"><div class="G3 G2"><div><div id=":m${message.id.slice(-4)}">
<div class="adn ads" data-message-id="#msg-f:${decimal}" data-legacy-message-id="${message.id}"><div class="aju"><span class="aCi" aria-hidden="true">${initial(message.from)}</span></div><div class="gs">
<div class="gE iv gt"><table cellpadding="0" class="cf gJ"><tbody><tr class="acZ"><td class="gF gK"><h3 class="iw gFxsud"><span translate="no" class="qu" role="gridcell" tabindex="-1">${renderSender(message.from, options)}<span class="go"><span aria-hidden="true">&lt;</span>${message.from.address}<span aria-hidden="true">&gt;</span></span></span></h3></td>
<td class="gH bAk"><div class="gK"><span class="g3" title="${date}" alt="${date}" role="gridcell" tabindex="-1">${date}</span><span class="T-I nL"${jslog} role="button" aria-label="${text.reply}">↩</span></div></td></tr>
<tr class="acZ xD"><td colspan="3"><div class="iw ajw"><span translate="no" class="hb">${text.to} ${recipients}</span></div></td></tr></tbody></table></div>
<div class="ii gt"${jslog}><div class="a3s aiL"><div dir="auto">${renderText(message.text)}</div></div></div></div></div></div></div></div></div></div>`;
}

function renderSender(person: MailPerson, options: GmailPageOptions): string {
  return `<span ${personAttributes(person, person.name, options)} class="gD"><span>${escapeHtml(person.name)}</span></span>`;
}

function renderRecipient(person: MailPerson, options: GmailPageOptions): string {
  const isReader = person.address === getAccount(options).address;
  const name = isReader ? words[options.language ?? 'en'].me : person.name;
  return `<span ${personAttributes(person, name, options)} class="g2">${escapeHtml(name.split(' ')[0] ?? name)}</span>`;
}

function personAttributes({ address }: MailPerson, name: string, { faults = {} }: GmailPageOptions): string {
  if (faults.people === 'missing') return 'dir="auto"';
  return `email="${address}" name="${escapeHtml(name)}" data-hovercard-id="${address}"`;
}

function renderText(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}

function secondOpinion(named: Named, messageId: string): string {
  const thread = btoa(JSON.stringify([`#thread-${toPayload(named)}`]));
  const message = btoa(JSON.stringify([`#msg-f:${hexIdToDecimal(messageId)}`]));
  return `20277; u014N:xr6bB; 1:${thread}; 4:${message}`;
}

function initial({ name }: MailPerson): string {
  return escapeHtml([...name][0] ?? '?');
}

function longDate(sentAt: string, { language = 'en', timeZone }: GmailPageOptions): string {
  const parts = { year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locales[language], { ...parts, timeZone }).format(new Date(sentAt));
}

function shortDate(sentAt: string, { language = 'en', timeZone }: GmailPageOptions): string {
  return new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'short', timeZone }).format(
    new Date(sentAt),
  );
}
