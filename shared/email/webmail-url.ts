import { readGmailPayload, readGmailToken, isGmailHexId, type GmailThreadRef } from './gmail-thread-id.ts';
import { findOutlookIdKind, toGraphId } from './outlook-id.ts';

export type WebmailName = 'gmail' | 'outlook';
export type ThreadKind = 'gmail-thread' | 'gmail-client-thread' | 'outlook-conversation' | 'outlook-item' | 'none';

/** What a webmail address says. */
export type WebmailUrl = {
  webmail: WebmailName | null;
  kind: ThreadKind;
  /** As the provider's API writes it; null where the address holds none. */
  id: string | null;
  /** Gmail's `a:r…` id of a thread that the browser made; null for all others. */
  clientThreadId: string | null;
  /** The number in `/u/<n>/` (Gmail) or `/mail/<n>/` (Outlook): an index into signed-in accounts, not an account. */
  accountIndex: number | null;
  /** First part of Gmail's hash or Outlook's folder segment, such as `inbox` or `search`; null where there is none. */
  view: string | null;
  /** Whether the address is that of a window of its own with one thread in it. */
  isPopout: boolean;
};

const OUTLOOK_HOSTS = new Set([
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.live.com',
  'outlook.cloud.microsoft',
]);
/** Views whose second segment is what the person typed or chose, never a thread. */
const GMAIL_VIEWS_WITH_ARGUMENT = new Set([
  'search',
  'advanced-search',
  'label',
  'category',
  'section_query',
  'apps',
  'group',
  'mbox',
  'circle',
]);
/** Views that show no thread, whatever follows. */
const GMAIL_VIEWS_WITHOUT_THREADS = new Set([
  'settings',
  'contacts',
  'contact',
  'chat',
  'chats',
  'create-filter',
  'calls',
]);
const GMAIL_THREAD_PARAMETERS = ['th', 'permthid'];

/** Which thread a webmail address names. Never throws: what can't be read names no thread. */
export function readWebmailUrl(address: string): WebmailUrl {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') return nothing(null);
  if (url.hostname === 'mail.google.com') return readGmailUrl(url);
  if (OUTLOOK_HOSTS.has(url.hostname)) return readOutlookUrl(url);
  return nothing(null);
}

function nothing(webmail: WebmailName | null): WebmailUrl {
  return { webmail, kind: 'none', id: null, clientThreadId: null, accountIndex: null, view: null, isPopout: false };
}

function readGmailUrl(url: URL): WebmailUrl {
  const accountIndex = readIndex(/\/u\/(\d{1,3})(?:\/|$)/.exec(url.pathname)?.[1]);
  const isPopout = /\/popout\/?$/.test(url.pathname) || url.searchParams.get('view') === 'btop';
  const place = { ...nothing('gmail'), accountIndex, isPopout };
  const fromQuery = readGmailQuery(url);
  if (fromQuery !== undefined) return withGmailThread(place, fromQuery);
  const segments = readHashSegments(url.hash);
  const view = segments[0] || null;
  const token = findThreadSegment(segments);
  return withGmailThread({ ...place, view }, token === undefined ? undefined : readGmailToken(token));
}

function withGmailThread(place: WebmailUrl, thread: GmailThreadRef | undefined): WebmailUrl {
  if (thread === undefined) return place;
  return { ...place, kind: thread.kind, id: thread.id, clientThreadId: thread.clientId };
}

/** A popped-out window carries `th=#thread-f:…`, older ones `th=<hex>`, the print view `permthid=thread-f:…`. */
function readGmailQuery(url: URL): GmailThreadRef | undefined {
  for (const name of GMAIL_THREAD_PARAMETERS) {
    const value = url.searchParams.get(name)?.replace(/^#/, '');
    if (!value) continue;
    const thread = isGmailHexId(value) ? readGmailToken(value) : readGmailPayload(value);
    if (thread !== undefined) return thread;
  }
  return undefined;
}

/** The parts of `#view/argument/token?compose=…`, without what follows the question mark. */
function readHashSegments(hash: string): string[] {
  const path = hash.replace(/^#/, '').split('?')[0] ?? '';
  const segments = path.split('/');
  while (segments.length > 1 && segments.at(-1) === '') segments.pop();
  return segments;
}

function findThreadSegment(segments: string[]): string | undefined {
  const view = segments[0] ?? '';
  if (GMAIL_VIEWS_WITHOUT_THREADS.has(view)) return undefined;
  const firstThreadIndex = GMAIL_VIEWS_WITH_ARGUMENT.has(view) ? 2 : 1;
  return segments.length > firstThreadIndex ? segments.at(-1) : undefined;
}

function readOutlookUrl(url: URL): WebmailUrl {
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  if (segments[0] !== 'mail') return nothing('outlook');
  const accountIndex = readIndex(/^\d{1,3}$/.test(segments[1] ?? '') ? segments[1] : undefined);
  const rest = segments.slice(accountIndex === null ? 1 : 2);
  const isPopout = rest[0] === 'deeplink';
  const place = { ...nothing('outlook'), accountIndex, isPopout, view: isPopout ? null : (rest[0] ?? null) };
  const id = isPopout ? findDeeplinkId(rest, url) : findPathId(rest);
  const kind = id === undefined ? undefined : findOutlookIdKind(id);
  if (id === undefined || kind === undefined) return place;
  if (isPopout && kind !== 'outlook-item') return place;
  return { ...place, kind, id: toGraphId(id) };
}

function findPathId(segments: string[]): string | undefined {
  const marker = segments.indexOf('id');
  const segment = marker === -1 ? undefined : segments[marker + 1];
  return segment === undefined ? undefined : decodeSegment(segment);
}

/** `/deeplink/read/<ItemId>`; the id may instead, or also, stand in the query. Two different ids name nothing. */
function findDeeplinkId(segments: string[], url: URL): string | undefined {
  if (segments[1] !== 'read') return undefined;
  const fromPath = segments[2] === undefined ? undefined : decodeSegment(segments[2]);
  // A plus sign that was not percent-encoded reads as a space in a query.
  const fromQuery = (url.searchParams.get('ItemID') ?? url.searchParams.get('itemid'))?.replaceAll(' ', '+');
  if (fromPath && fromQuery && toGraphId(fromPath) !== toGraphId(fromQuery)) return undefined;
  return fromPath || fromQuery || undefined;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function readIndex(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
