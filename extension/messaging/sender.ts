/** What the browser itself says about who sent a message; nothing in it can be chosen by the sender. */
export interface BrowserSender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  documentId?: string | undefined;
  tab?: { id?: number | undefined } | undefined;
}

/** A content script in the top frame of a webmail tab. */
export interface PageSender {
  kind: 'page';
  tabId: number;
  /** Names this very document: a reload has another one. */
  documentKey: string;
  url: string;
}

/** One of our own pages. `surface` sidebar: a frame in a webmail tab, to be believed only once it is paired. */
export interface ViewSender {
  kind: 'view';
  surface: 'sidebar' | 'popup' | 'options' | 'inbox' | 'welcome';
  /** The tab that it stands in; null for the popup. */
  tabId: number | null;
  documentKey: string;
}

export type KnownSender = PageSender | ViewSender;

/** Where content scripts of ours run, and the only places to which a view may lead a tab. */
export const webmailOrigins: ReadonlySet<string> = new Set([
  'https://mail.google.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.live.com',
  'https://outlook.cloud.microsoft',
]);

/** Who sent a message, or undefined for everybody who has no business here. `own` is this extension's id and origin. */
export function readSender(sender: BrowserSender, own: { id: string; origin: string }): KnownSender | undefined {
  if (sender.id !== own.id || sender.url === undefined) return undefined;
  const url = URL.canParse(sender.url) ? new URL(sender.url) : undefined;
  if (url === undefined) return undefined;
  const origin = `${url.protocol}//${url.host}`;
  if (sender.origin !== undefined && sender.origin !== origin) return undefined;
  const frameId = sender.frameId ?? 0;
  const tabId = sender.tab?.id ?? null;
  const documentKey = sender.documentId ?? `${frameId}@${tabId ?? 'popup'}`;
  if (origin === own.origin) return readView(url.pathname, { frameId, tabId, documentKey });
  if (!webmailOrigins.has(origin) || frameId !== 0 || tabId === null) return undefined;
  return { kind: 'page', tabId, documentKey, url: sender.url };
}

function readView(
  path: string,
  place: { frameId: number; tabId: number | null; documentKey: string },
): ViewSender | undefined {
  const { frameId, tabId, documentKey } = place;
  if (path === '/sidebar.html' && frameId > 0 && tabId !== null)
    return { kind: 'view', surface: 'sidebar', tabId, documentKey };
  if (frameId !== 0) return undefined;
  if (path === '/popup.html') return { kind: 'view', surface: 'popup', tabId, documentKey };
  if (path === '/inbox.html') return { kind: 'view', surface: 'inbox', tabId, documentKey };
  if (path === '/welcome.html') return { kind: 'view', surface: 'welcome', tabId, documentKey };
  if (path === '/options.html') return { kind: 'view', surface: 'options', tabId, documentKey };
  return undefined;
}
