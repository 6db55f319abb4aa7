import { escapeHtml } from '../escape-html.ts';
import { renameClass, renameClasses } from './app/rename-class.ts';
import type { AppData, AppThread } from './app/app-data.ts';
import { gmailStyles } from './gmail-styles.ts';
import { getAccount, type GmailAccount, type GmailPageOptions } from './page-options.ts';
import { renderSubject, renderThread } from './render-thread.ts';
import { words } from './words.ts';

/** Where the page's script is served, on the page's own origin. */
export const SCRIPT_PATH = '/_/stand-in/mail-app.js';
const PRODUCT = 'Larkfield Mail';
const OTHER_THREAD_ID = '19c0ffee00c0ffee';
const NODES_PER_FILLER_ROW = 10;

/** A whole page in Gmail's shape. `nonce` allows its script and style under the page's content security policy. */
export function gmailPage(options: GmailPageOptions, nonce = 'stand-in'): string {
  const { theme = 'light', language = 'en', faults = {}, popout } = options;
  const account = getAccount(options);
  const threads = account.threads.map((thread) => renderThread(thread, options));
  const styles = gmailStyles(theme);
  const body =
    popout === undefined
      ? renderFrame(account, options)
      : '<div data-slot="frame"><div class="bkK" data-slot="views"></div></div>';
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${PRODUCT}</title>
<style nonce="${nonce}">${faults.classes === 'renamed' ? renameInStyles(styles) : styles}</style></head>
<body class="${popout === undefined ? 'aAU' : 'aAU xE Su'}"><div data-slot="moved"></div>${faults.classes === 'renamed' ? renameClasses(body) : body}
${renderFiller(options)}
<script type="application/json" id="app-data" nonce="${nonce}">${toJson(toAppData(options, threads))}</script>
<script nonce="${nonce}" src="${SCRIPT_PATH}"></script></body></html>`;
}

function toAppData(options: GmailPageOptions, threads: AppThread[]): AppData {
  const { faults = {}, layout = 'list', popout, accountIndex = 0, language = 'en' } = options;
  const copies = Array.from({ length: faults.hiddenCopies ?? 0 }, (_none, index) => index);
  return {
    address: getAccount(options).address,
    product: PRODUCT,
    layout,
    threads,
    popoutId: popout?.id ?? null,
    base: `/mail/u/${accountIndex}/`,
    words: words[language],
    hasTitleAccount: faults.title !== 'without-account',
    idLagMs: faults.idLagMs ?? 0,
    renderDelayMs: faults.renderDelayMs ?? 0,
    headerDelayMs: faults.headerDelayMs ?? 0,
    isSubjectMoved: faults.subject === 'moved',
    areClassesRenamed: faults.classes === 'renamed',
    hiddenHeads: copies.map((index) =>
      renderSubject(`Earlier ${index}`, { id: toOtherId(index) }, { ...options, faults: {} }),
    ),
  };
}

function toOtherId(index: number): string {
  return (BigInt(`0x${OTHER_THREAD_ID}`) + BigInt(index)).toString(16);
}

function renderFrame(account: GmailAccount, options: GmailPageOptions): string {
  const { language = 'en', faults = {}, accountIndex = 0 } = options;
  const text = words[language];
  const header = renderHeader(account, options);
  const late = faults.headerDelayMs === undefined ? header : `<template data-slot="late-header">${header}</template>`;
  const labels = [...new Set(account.threads.flatMap((thread) => thread.labels))].filter(
    (label) => label !== 'inbox' && label !== 'sent',
  );
  return `<div class="WN9Ejb" data-slot="frame">${late}<div class="nH bAw">
<div class="nH oy8Mbf nn aeN" role="navigation"><button class="T-I T-I-KE L3" data-do="compose">✎ ${text.compose}</button><div class="aim">
${renderLink('inbox', text.inbox)}${renderLink('starred', text.starred)}${renderLink('sent', text.sent)}${renderLink('all', text.allMail)}${labels.map((label) => renderLink(`label/${encodeURIComponent(label)}`, label)).join('')}</div></div>
<div class="nH bkK" data-slot="views"></div>
<div class="brC-aT5-aOt-Jw" role="complementary" data-account="${accountIndex}"><span>▦</span><span>✓</span><span>☻</span><div class="brC-brG"></div></div></div></div>`;
}

function renderLink(hash: string, name: string): string {
  return `<a href="#${hash}">${escapeHtml(name)}</a>`;
}

function renderHeader(account: GmailAccount, { accounts, language = 'en', faults = {} }: GmailPageOptions): string {
  const text = words[language];
  const button = ({ name, address }: GmailAccount) =>
    `<a class="gb_B" role="button" tabindex="0" aria-label="${text.accountLabel}: ${escapeHtml(name)}  (${address})">${escapeHtml([...name][0] ?? '?')}</a>`;
  const shown =
    faults.account === 'missing'
      ? []
      : faults.account === 'two'
        ? [account, ...accounts.filter((one) => one !== account)]
        : [account];
  return `<div class="nH w-asV bbg" role="banner"><span class="gb_name">${PRODUCT}</span><form class="gb_form" role="search"><input data-slot="search" aria-label="${text.search}" placeholder="${text.search}"></form><span class="gb_space"></span>${shown.map(button).join('')}</div>`;
}

/** Rows that nobody sees, as the real page keeps many: they make the page as heavy as asked. */
function renderFiller({ nodeCount }: GmailPageOptions): string {
  if (nodeCount === undefined) return '';
  const row =
    '<div class="zA"><div class="oZ-x3"><span></span></div><div class="yX"><span><b></b></span></div><div class="xW"><span><i></i></span></div></div>';
  return `<div class="filler" hidden>${row.repeat(Math.max(0, Math.ceil((nodeCount - 300) / NODES_PER_FILLER_ROW)))}</div>`;
}

function renameInStyles(styles: string): string {
  return styles.replaceAll(/\.([a-zA-Z][\w-]*)/g, (_all, name: string) => `.${renameClass(name)}`);
}

function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}
