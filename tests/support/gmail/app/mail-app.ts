/** The script of the stand-in mail app: finds its way by the address, as Gmail does, and keeps old views hidden. */
import type { AppData, AppMessage, AppThread } from './app-data.ts';
import { createViews, type Place } from './mail-views.ts';

const MAX_VIEWS = 8;
const ID_ATTRIBUTES = ['data-thread-perm-id', 'data-legacy-thread-id'];

const data = JSON.parse(document.querySelector('#app-data')?.textContent ?? '{}') as AppData;
const views = createViews(data);
const stack = getSlot('views');
const kept: { key: string; box: HTMLElement }[] = [];
let pending: number | undefined;
let selected = -1;
let lastIds: (string | null)[] | undefined;

function getSlot(name: string): HTMLElement {
  const slot = document.querySelector<HTMLElement>(`[data-slot="${name}"]`);
  if (slot === null) throw new Error(`The page has no slot ${name}.`);
  return slot;
}

function readPlace(): Place {
  const [path = ''] = location.hash.slice(1).split('?');
  const [view = '', ...rest] = path.split('/');
  const argument =
    view === 'search' || view === 'label' ? decodeURIComponent((rest.shift() ?? '').replaceAll('+', ' ')) : null;
  const last = rest.at(-1);
  return {
    view: view || 'inbox',
    argument,
    thread: data.threads.find(({ token, id }) => token === last || id === last),
  };
}

function hashOf({ view, argument }: Place): string {
  return argument === null ? `#${view}` : `#${view}/${encodeURIComponent(argument).replaceAll('%20', '+')}`;
}

function route(): void {
  window.clearTimeout(pending);
  const place = readPlace();
  if (place.thread !== undefined && data.renderDelayMs > 0)
    pending = window.setTimeout(() => show(place), data.renderDelayMs);
  else show(place);
  if (location.hash.includes('compose=new')) openCompose();
}

function show(place: Place): void {
  const { thread } = place;
  if (thread !== undefined && data.layout === 'list')
    showView(`${hashOf(place)}/${thread.token}`, () => views.createThread(thread), true);
  else showView(hashOf(place), () => views.createList(place), false);
  if (thread !== undefined && data.layout === 'split-pane') showPreview(thread);
  setTitle(thread?.subject ?? titleOf(place));
}

function showView(key: string, build: () => HTMLElement, isThread: boolean): void {
  let view = kept.find((one) => one.key === key);
  if (view === undefined || data.isSubjectMoved) {
    view = { key, box: build() };
    kept.push(view);
    stack.append(view.box);
  }
  for (const { box } of kept) {
    const isShown = box === view.box;
    box.style.display = isShown ? '' : 'none';
    if (isShown) box.setAttribute('role', 'main');
    else box.removeAttribute('role');
  }
  if (isThread) lagIds(view.box);
  while (kept.length > MAX_VIEWS) kept.shift()?.box.remove();
}

function showPreview(thread: AppThread): void {
  const pane = stack.querySelector<HTMLElement>('[role="main"] [data-slot="preview"]');
  pane?.replaceChildren(views.createThread(thread, { isAlone: true }));
  if (pane !== null) lagIds(pane);
  setTitle(thread.subject);
}

/** Gives the subject the ids of the thread before it, for a while. */
function lagIds(box: HTMLElement): void {
  const heading = [...box.querySelectorAll('h2')].find((one) => one.checkVisibility());
  if (heading === undefined) return;
  const own = ID_ATTRIBUTES.map((name) => heading.getAttribute(name));
  if (lastIds !== undefined && data.idLagMs > 0) {
    setIds(heading, lastIds);
    window.setTimeout(() => setIds(heading, own), data.idLagMs);
  }
  lastIds = own;
}

function setIds(heading: Element, ids: (string | null)[]): void {
  for (const [index, name] of ID_ATTRIBUTES.entries()) {
    const value = ids[index] ?? null;
    if (value !== null) heading.setAttribute(name, value);
  }
}

function titleOf({ view, argument }: Place): string {
  if (view === 'search') return data.words.searchResults;
  if (view === 'label') return argument ?? '';
  return { inbox: data.words.inbox, sent: data.words.sent, starred: data.words.starred }[view] ?? data.words.allMail;
}

function setTitle(what: string): void {
  document.title = data.hasTitleAccount ? `${what} - ${data.address} - ${data.product}` : `${what} - ${data.product}`;
}

function openThread(id: string): void {
  const thread = data.threads.find((one) => one.id === id);
  if (thread === undefined) return;
  if (data.layout === 'split-pane') showPreview(thread);
  else location.hash = `${hashOf(readPlace())}/${thread.token}`;
}

function step(by: number): void {
  const place = readPlace();
  const threads = views.listThreads(place);
  const next = threads[threads.findIndex(({ id }) => id === place.thread?.id) + by];
  if (next !== undefined) openThread(next.id);
}

function openCompose(): void {
  if (document.querySelector('[role="dialog"]') === null) document.body.append(views.createCompose());
}

const actions: Record<string, () => void> = {
  back: () => (location.hash = hashOf(readPlace())),
  archive: () => (location.hash = hashOf(readPlace())),
  newer: () => step(-1),
  older: () => step(1),
  compose: openCompose,
  'new-window': () => {
    const id = readPlace().thread?.id;
    if (id !== undefined)
      window.open(
        `${data.base}popout?ver=1&search=inbox&th=%23thread-f%3A${BigInt(`0x${id}`)}&cvid=1`,
        '_blank',
        'width=900,height=700',
      );
  },
};

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return;
  const name = target.closest('[data-do]')?.getAttribute('data-do') ?? '';
  actions[name]?.();
  const row = target.closest('[data-open]');
  if (row !== null) openThread(row.getAttribute('data-open') ?? '');
  const collapsed = target.closest('[data-expand]');
  const threadId = target.closest('[data-thread]')?.getAttribute('data-thread');
  const thread = data.threads.find(({ id }) => id === threadId);
  if (collapsed !== null && thread !== undefined) views.expand(collapsed, thread);
});

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (target instanceof HTMLElement && (target.isContentEditable || target.matches('input'))) return;
  const rows = [...stack.querySelectorAll<HTMLElement>('[role="main"] [data-open]')];
  if (key === 'j' || key === 'k')
    rows[(selected = Math.min(Math.max(selected + (key === 'j' ? 1 : -1), 0), rows.length - 1))]?.focus();
  if (key === 'o' || key === 'Enter') rows[selected]?.click();
  if (key === 'u') actions['back']?.();
  if (key === 'c') openCompose();
  if (key === '/') {
    document.querySelector<HTMLElement>('[data-slot="search"]')?.focus();
    event.preventDefault();
  }
});

/** Gmail measures the page itself, at its start and on each `resize`, and not otherwise. */
function layOut(): void {
  const frame = document.querySelector<HTMLElement>('[data-slot="frame"]');
  if (frame !== null) frame.style.width = `${document.body.clientWidth}px`;
}

function start(): void {
  layOut();
  window.addEventListener('resize', layOut);
  const popout = data.threads.find(({ id }) => id === data.popoutId);
  if (popout !== undefined) {
    showView('popout', () => views.createThread(popout, { isAlone: true }), true);
    setTitle(popout.subject);
    return;
  }
  const header = document.querySelector<HTMLTemplateElement>('[data-slot="late-header"]');
  if (header !== null) window.setTimeout(() => header.replaceWith(header.content), data.headerDelayMs);
  document
    .querySelector('[data-slot="search"]')
    ?.closest('form')
    ?.addEventListener('submit', (event) => {
      event.preventDefault();
      location.hash = `#search/${encodeURIComponent(document.querySelector<HTMLInputElement>('[data-slot="search"]')?.value ?? '').replaceAll('%20', '+')}`;
    });
  window.addEventListener('hashchange', route);
  if (location.hash === '') location.replace('#inbox');
  route();
}

/** A further message arrives in a thread, at once also where the thread is on screen. */
function receive(threadId: string, message: AppMessage): void {
  const thread = data.threads.find(({ id }) => id === threadId);
  thread?.messages.push(message);
  for (const list of document.querySelectorAll(`[data-thread="${threadId}"] [role="list"]`)) {
    list.lastElementChild?.before(...views.box('', message.expanded).childNodes);
  }
}

Object.assign(window, { gmailStandIn: { receive } });
start();
