/** The script of the stand-in: finds its way by the path, as Outlook does; the pane follows the address a moment later. */
import type { AppData, AppThread } from './app-data.ts';

const data = JSON.parse(document.querySelector('#app-data')?.textContent ?? '{}') as AppData;
const list = getSlot('list');
const pane = getSlot('pane');
let pending: number | undefined;
let selected = new Set<string>();

function getSlot(name: string): HTMLElement {
  const slot = document.querySelector<HTMLElement>(`[data-slot="${name}"]`);
  if (slot === null) throw new Error(`The page has no slot ${name}.`);
  return slot;
}

function readPlace(): { folder: string; thread: AppThread | undefined } {
  const rest = location.pathname.slice(data.base.length).split('/');
  const id = rest[1] === 'id' ? decodeURIComponent(rest[2] ?? '') : undefined;
  const thread = data.threads.find(({ conversationId, itemId }) => id === conversationId || id === itemId);
  return { folder: rest[0] || 'inbox', thread };
}

function idOf({ conversationId, itemId }: AppThread): string {
  return encodeURIComponent(data.conversations === 'on' ? conversationId : itemId);
}

function go(path: string): void {
  history.pushState(null, '', `${data.base}${path}`);
  route(data.paneLagMs);
}

/** The address and the list are new at once, the pane comes after `lagMs`. */
function route(lagMs: number): void {
  window.clearTimeout(pending);
  const { folder, thread } = readPlace();
  renderList(folder);
  if (thread !== undefined) select([data.selectedKey ?? thread.key]);
  const shown = data.paneKey === null ? thread : data.threads.find(({ key }) => key === data.paneKey);
  pending = window.setTimeout(() => showPane(shown), lagMs);
}

function renderList(folder: string): void {
  if (list.dataset['shown'] === folder) return;
  list.dataset['shown'] = folder;
  const threads = data.threads.filter((thread) => thread.folder === folder || folder === 'archive');
  // Rows and panes are markup of the page maker, which escapes the mail's words.
  list.innerHTML = threads
    .slice(0, data.rowCount ?? threads.length)
    .map(({ row }) => row)
    .join('');
}

function select(keys: string[]): void {
  selected = new Set(keys);
  for (const row of list.querySelectorAll('[data-key]')) {
    row.setAttribute('aria-selected', String(selected.has(row.getAttribute('data-key') ?? '')));
  }
}

function showPane(thread: AppThread | undefined): void {
  const isOpen = thread !== undefined;
  if (isOpen) pane.innerHTML = thread.pane;
  else pane.textContent = data.words.nothingSelected;
  // With the pane off, a thread takes the list's place.
  if (data.readingPane !== 'off') return;
  list.parentElement?.toggleAttribute('hidden', isOpen);
  pane.parentElement?.toggleAttribute('hidden', !isOpen);
}

document.addEventListener('click', (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const folder = target.closest('[data-folder]')?.getAttribute('data-folder');
  if (folder != null) go(folder);
  const action = target.closest('[data-do]')?.getAttribute('data-do');
  // The row stays selected while the pane is empty.
  if (action === 'close') go(readPlace().folder);
  const key = target.closest('[data-key]')?.getAttribute('data-key') ?? '';
  const thread = data.threads.find((one) => one.key === key);
  if (thread === undefined) return;
  if (event.ctrlKey || event.metaKey) {
    select([...selected, key]);
    window.clearTimeout(pending);
    pane.textContent = data.words.manySelected;
  } else go(`${readPlace().folder}/id/${idOf(thread)}`);
});

document.addEventListener('dblclick', ({ target }) => {
  const key = target instanceof Element ? target.closest('[data-key]')?.getAttribute('data-key') : undefined;
  const thread = data.threads.find((one) => one.key === key);
  if (thread === undefined) return;
  window.open(
    `${data.base}deeplink/read/${encodeURIComponent(thread.itemId)}?popoutv2=1`,
    '_blank',
    'width=900,height=700',
  );
});

/** A further message arrives in the thread on screen. */
function receive(message: string): void {
  const items = pane.querySelectorAll('[role="listitem"]');
  items[items.length - 1]?.insertAdjacentHTML('afterend', message);
}

/** Outlook measures the page itself, at its start and on each `resize`, and not otherwise. */
function layOut(): void {
  const app = document.querySelector<HTMLElement>('#app');
  if (app !== null) app.style.width = `${document.body.clientWidth}px`;
}

Object.assign(window, { outlookStandIn: { receive } });
layOut();
window.addEventListener('resize', layOut);
window.addEventListener('popstate', () => route(data.paneLagMs));
route(data.coldMs);
