import type { BrowserContext, Page, Route } from 'playwright-core';
import { hexIdToDecimal } from '#shared/email/gmail-thread-id.ts';
import { bundleForPage } from '../bundle-for-page.ts';
import type { MailThread } from '../mail-data.ts';
import { gmailPage, SCRIPT_PATH } from './gmail-page.ts';
import type { GmailAccount, GmailPageOptions } from './page-options.ts';
import { renderThread, toToken } from './render-thread.ts';

/** The real page's policy in kind: scripts by nonce only, and HTML from scripts only through a named policy. */
const POLICY = [
  "default-src 'self'",
  "script-src 'nonce-stand-in' 'strict-dynamic'",
  "style-src 'nonce-stand-in'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types stand-in changes',
].join('; ');

/** A stand-in for Gmail's web app at its real origin, inside one browser. */
export type GmailStandIn = {
  /** Address of a thread; `view` is what stands before it in the hash, such as `label/Customers`. */
  urlOf(thread: MailThread, place?: { view?: string; accountIndex?: number }): string;
  /** Address of a list. */
  urlOfList(view?: string, accountIndex?: number): string;
  /** Address of a thread in a window of its own. */
  urlOfPopout(thread: MailThread, accountIndex?: number): string;
  /** A further message arrives in a thread, on a page that is open. */
  receive(page: Page, thread: MailThread, message: MailThread['messages'][number]): Promise<void>;
  /** Changes what pages loaded from now on look like. */
  change(options: Partial<Omit<GmailPageOptions, 'accountIndex' | 'popout'>>): void;
};

/** Serves the stand-in for every page of the context at mail.google.com; `accounts[n]` is at `/mail/u/<n>/`. */
export async function serveGmail(
  context: BrowserContext,
  options: Omit<GmailPageOptions, 'accountIndex' | 'popout'>,
): Promise<GmailStandIn> {
  let current = options;
  const script = await bundleForPage('tests/support/gmail/app/mail-app.ts', 'mailApp');
  await context.route('https://mail.google.com/**', (route) => answer(route, current, script));
  return {
    urlOf: (thread, { view = 'inbox', accountIndex = 0 } = {}) => `${base(accountIndex)}#${view}/${toToken(thread)}`,
    urlOfList: (view = 'inbox', accountIndex = 0) => `${base(accountIndex)}#${view}`,
    urlOfPopout: (thread, accountIndex = 0) =>
      `${base(accountIndex)}popout?ver=1&search=inbox&th=${encodeURIComponent(`#thread-f:${hexIdToDecimal(thread.id)}`)}&cvid=1`,
    async receive(page, thread, message) {
      const rendered = renderThread({ ...thread, messages: [message] }, current).messages[0];
      await page.evaluate(
        ([id, added]) => {
          const { gmailStandIn } = window as unknown as {
            gmailStandIn: { receive(id: string, message: unknown): void };
          };
          gmailStandIn.receive(id, added);
        },
        [thread.id, rendered] as const,
      );
    },
    change(changes) {
      current = { ...current, ...changes };
    },
  };
}

function base(accountIndex: number): string {
  return `https://mail.google.com/mail/u/${accountIndex}/`;
}

async function answer(route: Route, options: GmailPageOptions, script: string): Promise<void> {
  const url = new URL(route.request().url());
  if (url.pathname === SCRIPT_PATH) return route.fulfill({ contentType: 'text/javascript', body: script });
  if (!url.pathname.startsWith('/mail/')) return route.fulfill({ status: 404, body: '' });
  const accountIndex = Number(/\/u\/(\d+)\//.exec(url.pathname)?.[1] ?? 0);
  const account = options.accounts[accountIndex];
  if (account === undefined)
    return route.fulfill({ status: 404, contentType: 'text/plain', body: `No account ${accountIndex}.` });
  const popout = findPopout(url, account);
  const page = gmailPage({ ...options, accountIndex, ...(popout === undefined ? {} : { popout }) });
  return route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': POLICY },
    body: page,
  });
}

function findPopout(url: URL, account: GmailAccount): MailThread | undefined {
  if (!url.pathname.endsWith('/popout')) return undefined;
  const decimal = /f:(\d+)/.exec(url.searchParams.get('th') ?? '')?.[1] ?? '';
  return account.threads.find(({ id }) => hexIdToDecimal(id) === decimal);
}
