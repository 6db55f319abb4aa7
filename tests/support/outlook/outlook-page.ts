import { escapeHtml } from '../escape-html.ts';
import type { AppData, AppThread } from './app/app-data.ts';
import { className, outlookStyles } from './outlook-styles.ts';
import { getOutlookAccount, type OutlookAccount, type OutlookPageOptions } from './page-options.ts';
import { renderThread } from './render-thread.ts';
import { words } from './words.ts';

/** Where the page's script is served, on the page's own origin. */
export const SCRIPT_PATH = '/stand-in/outlook-app.js';

/** A whole page in Outlook's shape. `nonce` allows its script and style under the page's content security policy. */
export function outlookPage(options: OutlookPageOptions, nonce = 'stand-in'): string {
  const { language = 'en', popout } = options;
  const account = getOutlookAccount(options);
  const threads = account.threads.map((thread) => renderThread(thread, options));
  const body = popout === undefined ? renderApp(account, threads, options) : renderThread(popout, options).pane;
  const script =
    popout === undefined
      ? `<script type="application/json" id="app-data" nonce="${nonce}">${toJson(toAppData(options, threads))}</script>
<script nonce="${nonce}" src="${SCRIPT_PATH}"></script>`
      : '';
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${renderTitle(account, options)}</title>
<style nonce="${nonce}">${outlookStyles(options)}</style></head>
<body>${body}${script}</body></html>`;
}

function renderTitle({ name }: OutlookAccount, { popout, language = 'en' }: OutlookPageOptions): string {
  return escapeHtml(popout === undefined ? `${words[language].mail} - ${name} - Outlook` : popout.subject);
}

function toAppData(options: OutlookPageOptions, threads: AppThread[]): AppData {
  const { readingPane = 'right', conversations = 'on', accountIndex = 0, faults = {}, language = 'en' } = options;
  return {
    threads,
    readingPane,
    conversations,
    base: accountIndex === 0 ? '/mail/' : `/mail/${accountIndex}/`,
    words: words[language],
    rowCount: faults.rowCount ?? null,
    paneKey: faults.paneThreadId ?? null,
    selectedKey: faults.selectedThreadId ?? null,
    paneLagMs: faults.paneLagMs ?? 150,
    coldMs: faults.coldMs ?? 100,
  };
}

/** The mailbox that several people have in their tree. */
export const sharedMailbox = 'support@larkfield.example';

function renderApp(account: OutlookAccount, threads: AppThread[], options: OutlookPageOptions): string {
  const c = className(options);
  const text = words[options.language ?? 'en'];
  return `<div id="app"><div role="banner" class="${c('bar')}"><b>Outlook</b><input type="search" aria-label="${text.search}" placeholder="${text.search}"><span class="${c('space')}"></span><button data-do="close" aria-label="${text.close}">✕</button>${renderAccountButton(account, options)}</div>
<div class="${c('rooms')}"><div role="tree" class="${c('tree')}">${renderRoots(account, options)}
${(['inbox', 'sent', 'archive'] as const).map((folder) => `<div role="treeitem" aria-level="2" data-folder="${folder}" title="${text[folder]}">${text[folder]}</div>`).join('')}</div>
<div class="${c('split')}"><div id="MailList" tabindex="-1"><div role="listbox" aria-label="${text.list}" data-slot="list"></div></div>
<div id="ReadingPaneContainerId">${renderHidden(threads, options)}<div role="main" data-app-section="MailReadCompose" aria-label="${text.pane}" data-slot="pane"></div></div></div>
</div></div>`;
}

function renderAccountButton({ name, address }: OutlookAccount, options: OutlookPageOptions): string {
  const { account } = options.faults ?? {};
  const hasAddress = account !== 'missing' && account !== 'consumer';
  const label = words[options.language ?? 'en'].account.replace('*', hasAddress ? `${name}, ${address}` : name);
  return `<button id="O365_MainLink_Me" aria-label="${escapeHtml(label)}">${escapeHtml([...name][0] ?? '?')}</button>`;
}

/** Each signed-in account has a root of its own in the folder tree. */
function renderRoots(account: OutlookAccount, { faults = {}, accounts }: OutlookPageOptions): string {
  if (faults.account === 'missing') return '';
  if (faults.account === 'consumer') return `<div role="treeitem" title="${account.address}">${account.address}</div>`;
  if (faults.account === 'shared') return renderShared(account, sharedMailbox, faults.openMailbox ?? null);
  if (faults.account === 'shared-by-name') return renderShared(account, 'Support team', faults.openMailbox ?? null);
  const shown = faults.account === 'two' ? [account, ...accounts.filter((one) => one !== account)] : [account];
  return shown
    .map(
      ({ address }, index) =>
        `<div role="treeitem" aria-level="1" id="primaryMailboxRoot_${index}" data-folder-name="${address}" title="${address}">${address}</div>`,
    )
    .join('');
}

const renderInbox = (isOpen: boolean): string =>
  `<div role="treeitem" aria-level="2" aria-selected="${isOpen}" title="Inbox">Inbox</div>`;

/** A shared mailbox beside one's own, each with an inbox; `open`: whose inbox is open. */
function renderShared({ address }: OutlookAccount, shared: string, open: 'own' | 'shared' | null): string {
  return `<div role="treeitem" aria-level="1" title="Favourites">Favourites</div><div role="treeitem" aria-level="2" aria-selected="false" title="Inbox">Inbox</div>
<div role="treeitem" aria-level="1" id="primaryMailboxRoot_0" data-folder-name="${address}" title="${address}">${address}</div>${renderInbox(open === 'own')}
<div role="treeitem" aria-level="1" title="${shared}">${shared}</div>${renderInbox(open === 'shared')}`;
}

function renderHidden(threads: AppThread[], { faults = {} }: OutlookPageOptions): string {
  const hidden = threads.slice(0, faults.hiddenCopies ?? 0).map(({ pane }) => pane);
  return hidden.map((html) => `<div hidden>${html}</div>`).join('');
}

function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}
