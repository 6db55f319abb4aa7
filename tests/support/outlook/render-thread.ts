import { lastSentAt, type MailPerson, type MailThread } from '../mail-data.ts';
import { escapeHtml } from '../escape-html.ts';
import type { AppThread } from './app/app-data.ts';
import { toConversationId, toItemId } from './outlook-ids.ts';
import { className } from './outlook-styles.ts';
import { getOutlookAccount, type OutlookPageOptions } from './page-options.ts';
import { locales, words } from './words.ts';

type Message = MailThread['messages'][number];

/** Everything that the page shows of a thread: its row in the list and what the pane holds. */
export function renderThread(thread: MailThread, options: OutlookPageOptions): AppThread {
  const { address } = getOutlookAccount(options);
  const isWhole = options.conversations !== 'off' && options.popout === undefined;
  return {
    key: thread.id,
    conversationId: toConversationId(address, thread),
    itemId: toItemId(address, thread),
    folder: thread.labels.includes('sent') ? 'sent' : 'inbox',
    row: renderRow(thread, options),
    pane: renderPane(thread, isWhole ? thread.messages : thread.messages.slice(-1), options),
  };
}

function renderRow(thread: MailThread, options: OutlookPageOptions): string {
  const c = className(options);
  const newest = thread.messages.at(-1);
  const names = [...new Set(thread.messages.map(({ from }) => from.name))].join('; ');
  const { address } = getOutlookAccount(options);
  return `<div role="option" class="${c('row')} ${thread.isUnread ? c('unread') : ''}" tabindex="-1" data-convid="${toConversationId(address, thread)}" aria-selected="false" data-key="${thread.id}">
<div class="${c('who')}">${escapeHtml(names)}</div><div class="${c('what')}"><span class="${c('topic')}">${escapeHtml(thread.subject)}</span><span class="${c('when')}">${shortDate(lastSentAt(thread), options)}</span></div><div class="${c('preview')}">${escapeHtml((newest?.text ?? '').slice(0, 80))}</div></div>`;
}

/** What is in the pane while the thread is open. */
function renderPane(thread: MailThread, messages: readonly Message[], options: OutlookPageOptions): string {
  const c = className(options);
  const id = options.popout === undefined ? 'ConversationReadingPaneContainer' : 'ItemReadingPaneContainer';
  const items = messages.map((message, index) => renderMessage(message, index, options)).join('');
  const subject = escapeHtml(thread.subject);
  return `<div id="${id}" class="${c('open')}"><div role="heading" aria-level="2" class="${c('head')}"><span id="${thread.id}_SUBJECT" title="${subject}">${subject}</span></div>
<div class="${c('items')}">${items}<button class="${c('reply')}">↩ ${words[options.language ?? 'en'].reply}</button></div></div>`;
}

/** One message as the pane shows it. */
export function renderMessage(message: Message, index: number, options: OutlookPageOptions): string {
  const c = className(options);
  const text = words[options.language ?? 'en'];
  const sender = `<span role="region"><span${label(text.from.replace('*', message.from.name), options)} tabindex="0"><span class="${c('sender')}">${escapeHtml(shownName(message.from, options))}</span></span></span>`;
  return `<div role="listitem" class="${c('item')}" tabindex="-1"><div class="${c('face')}">${escapeHtml([...message.from.name][0] ?? '?')}</div><div class="${c('card')}">
<div class="${c('line')}">${sender}<div class="${c('date')}">${longDate(message.sentAt, options)}</div></div>
${renderWell(text.to, message.to, options)}${message.cc.length === 0 ? '' : renderWell(text.cc, message.cc, options)}
<div role="document"><div id="UniqueMessageBody_${index + 2}" aria-label="${text.body}" class="${c('body')}" tabindex="0"><p>${escapeHtml(message.text).replaceAll('\n', '<br>')}</p></div></div></div></div>`;
}

function label(text: string, { faults = {} }: OutlookPageOptions): string {
  return faults.people === 'missing' ? '' : ` aria-label="${escapeHtml(text)}"`;
}

function renderWell(word: string, people: readonly MailPerson[], options: OutlookPageOptions): string {
  const names = people.map(({ name }) => escapeHtml(name)).join('; ');
  const mark = options.faults?.people === 'missing' ? '' : ' data-testid="RecipientWell"';
  return `<div${mark} class="${className(options)('well')}"><span>${word.replace('*', names)}</span></div>`;
}

/** Often the name alone is on the page. */
function shownName({ name, address }: MailPerson, { faults = {} }: OutlookPageOptions): string {
  return faults.people === 'names-only' ? name : `${name}<${address}>`;
}

function longDate(sentAt: string, { language = 'en', timeZone }: OutlookPageOptions): string {
  const parts = { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locales[language], { ...parts, ...time, timeZone }).format(new Date(sentAt));
}

function shortDate(sentAt: string, { language = 'en', timeZone }: OutlookPageOptions): string {
  return new Intl.DateTimeFormat(locales[language], { day: 'numeric', month: 'numeric', timeZone }).format(
    new Date(sentAt),
  );
}
