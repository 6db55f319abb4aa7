import type { BrowserContext, Page, Route } from 'playwright-core';
import { toGraphId } from '#shared/email/outlook-id.ts';
import { bundleForPage } from '../bundle-for-page.ts';
import type { MailThread } from '../mail-data.ts';
import { outlookPage, SCRIPT_PATH } from './outlook-page.ts';
import { toConversationId, toItemId } from './outlook-ids.ts';
import { outlookHosts, type OutlookAccount, type OutlookHost, type OutlookPageOptions } from './page-options.ts';
import { renderMessage } from './render-thread.ts';

const POLICY = [
  "default-src 'self'",
  "script-src 'nonce-stand-in' 'strict-dynamic'",
  "style-src 'nonce-stand-in' 'unsafe-inline'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
].join('; ');

type Place = { host?: OutlookHost; folder?: string; accountIndex?: number };

/** A stand-in for Outlook's web app at its four real origins, inside one browser. */
export type OutlookStandIn = {
  /** Address of a thread; of its newest message where conversation view is off. */
  urlOf(thread: MailThread, place?: Place): string;
  /** Address of a folder's list. */
  urlOfList(folder?: string, place?: Place): string;
  /** Address of a thread's newest message in a window of its own. */
  urlOfPopout(thread: MailThread, place?: Place): string;
  /** Ids as Graph writes them, in the mailbox of the first account. */
  conversationIdOf(thread: MailThread, accountIndex?: number): string;
  itemIdOf(thread: MailThread, accountIndex?: number): string;
  /** A further message arrives in the thread that is open. */
  receive(page: Page, message: MailThread['messages'][number]): Promise<void>;
  /** Changes what pages loaded from now on look like. */
  change(options: Partial<Omit<OutlookPageOptions, 'accountIndex' | 'popout'>>): void;
};

/** Serves the stand-in for every page of the context; `accounts[n]` is at `/mail/<n>/`, the first also at `/mail/`. */
export async function serveOutlook(
  context: BrowserContext,
  options: Omit<OutlookPageOptions, 'accountIndex' | 'popout'>,
): Promise<OutlookStandIn> {
  let current = options;
  const script = await bundleForPage('tests/support/outlook/app/outlook-app.ts', 'outlookApp');
  for (const host of outlookHosts) await context.route(`https://${host}/**`, (route) => answer(route, current, script));
  const addressOf = (index = 0): string => current.accounts[index]?.address ?? '';
  return {
    urlOf(thread, place = {}) {
      const toId = current.conversations === 'off' ? toItemId : toConversationId;
      const id = encodeURIComponent(toId(addressOf(place.accountIndex), thread));
      return `${base(place)}${place.folder ?? 'inbox'}/id/${id}`;
    },
    urlOfList: (folder = 'inbox', place = {}) => `${base(place)}${folder}`,
    urlOfPopout: (thread, place = {}) =>
      `${base(place)}deeplink/read/${encodeURIComponent(toItemId(addressOf(place.accountIndex), thread))}?popoutv2=1`,
    conversationIdOf: (thread, index) => toGraphId(toConversationId(addressOf(index), thread)),
    itemIdOf: (thread, index) => toGraphId(toItemId(addressOf(index), thread)),
    async receive(page, message) {
      await page.evaluate(
        (html) => {
          const { outlookStandIn } = window as unknown as { outlookStandIn: { receive(html: string): void } };
          outlookStandIn.receive(html);
        },
        renderMessage(message, 90, current),
      );
    },
    change(changes) {
      current = { ...current, ...changes };
    },
  };
}

function base({ host = 'outlook.office.com', accountIndex = 0 }: Place): string {
  return `https://${host}/mail/${accountIndex === 0 ? '' : `${accountIndex}/`}`;
}

async function answer(route: Route, options: OutlookPageOptions, script: string): Promise<void> {
  const url = new URL(route.request().url());
  if (url.pathname === SCRIPT_PATH) return route.fulfill({ contentType: 'text/javascript', body: script });
  const path = /^\/mail\/(?:(\d+)\/)?(.*)$/.exec(url.pathname);
  const accountIndex = Number(path?.[1] ?? 0);
  const account = options.accounts[accountIndex];
  if (path === null || account === undefined) return route.fulfill({ status: 404, body: '' });
  const popout = findPopout(path[2] ?? '', account);
  return route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': POLICY },
    body: outlookPage({ ...options, accountIndex, ...(popout === undefined ? {} : { popout }) }),
  });
}

function findPopout(path: string, { address, threads }: OutlookAccount): MailThread | undefined {
  const [, id] = /^deeplink\/read\/([^/]+)/.exec(path) ?? [];
  return threads.find((thread) => toItemId(address, thread) === decodeURIComponent(id ?? ''));
}
