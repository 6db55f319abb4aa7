import type { BrowserContext, Page } from 'playwright-core';
import type { ThreadRef, Webmail } from '#shared/contract/open-email.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import { serveGmail } from '#tests/support/gmail/serve-gmail.ts';
import { serveOutlook } from '#tests/support/outlook/serve-outlook.ts';
import { accounts } from './larkfield-mail.ts';

/** The faults that both stand-ins can have. */
export type CommonFaults = {
  /** The page shows this thread, whatever the address names. */
  shows?: MailThread;
  account?: 'missing' | 'two';
  people?: 'missing';
  hiddenCopies?: number;
  /** What is shown follows the address after so long. */
  lagMs?: number;
  classes?: 'renamed';
};

/** One webmail with its stand-in, as the contract's tests want it. */
export type Subject = {
  webmail: Webmail;
  urlOf(thread: MailThread): string;
  urlOfList(): string;
  threadOf(thread: MailThread): ThreadRef;
  /** Goes to a thread inside the page, as the web app itself does. */
  goTo(page: Page, thread: MailThread): Promise<void>;
  goToList(page: Page): Promise<void>;
  /** Opens a thread by clicking on its row. */
  click(page: Page, thread: MailThread): Promise<void>;
  receive(page: Page, thread: MailThread, message: MailThread['messages'][number]): Promise<void>;
  change(look: { language?: 'en' | 'de' | 'fr' | 'ja' | 'ar'; faults?: CommonFaults }): void;
};

const usual = { accounts, theme: 'light', language: 'en', faults: {}, timeZone: 'Europe/Stockholm' } as const;

/** Gmail's page at its real address. */
export async function gmailSubject(context: BrowserContext): Promise<Subject> {
  const gmail = await serveGmail(context, { ...usual, layout: 'list' });
  return {
    webmail: 'gmail',
    urlOf: (thread) => gmail.urlOf(thread),
    urlOfList: () => gmail.urlOfList(),
    threadOf: ({ id }) => ({ kind: 'gmail-thread', id }),
    goTo: (page, thread) => setHash(page, gmail.urlOf(thread)),
    goToList: (page) => setHash(page, gmail.urlOfList()),
    click: (page, { id }) => page.locator(`[role="main"] [data-open="${id}"]`).click(),
    receive: (page, thread, message) => gmail.receive(page, thread, message),
    change({ language = 'en', faults = {} }) {
      const { shows, lagMs, ...rest } = faults;
      const lag = lagMs === undefined ? {} : { idLagMs: lagMs, renderDelayMs: lagMs };
      const title = faults.account === undefined ? {} : ({ title: 'without-account' } as const);
      const other = shows === undefined ? {} : { pageThreadId: shows.id };
      gmail.change({ language, faults: { ...rest, ...title, ...lag, ...other } });
    },
  };
}

/** Outlook's page at one of its real addresses. */
export async function outlookSubject(context: BrowserContext): Promise<Subject> {
  const outlook = await serveOutlook(context, usual);
  return {
    webmail: 'outlook',
    urlOf: (thread) => outlook.urlOf(thread),
    urlOfList: () => outlook.urlOfList(),
    threadOf: (thread) => ({ kind: 'outlook-conversation', id: outlook.conversationIdOf(thread) }),
    goTo: (page, thread) => pushPath(page, outlook.urlOf(thread)),
    goToList: (page) => pushPath(page, outlook.urlOfList()),
    click: (page, { id }) => page.locator(`#MailList [data-key="${id}"]`).click(),
    receive: (page, _thread, message) => outlook.receive(page, message),
    change({ language = 'en', faults = {} }) {
      const { shows, lagMs, account, people, hiddenCopies, classes } = faults;
      outlook.change({
        language,
        build: classes === 'renamed' ? 'another' : 'one',
        faults: {
          ...(account === undefined ? {} : { account }),
          ...(people === undefined ? {} : { people }),
          ...(hiddenCopies === undefined ? {} : { hiddenCopies }),
          ...(lagMs === undefined ? {} : { paneLagMs: lagMs, coldMs: lagMs }),
          ...(shows === undefined ? {} : { paneThreadId: shows.id }),
        },
      });
    },
  };
}

const setHash = (page: Page, url: string): Promise<void> =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, new URL(url).hash);

/** Goes to an address as Outlook itself does. */
export const pushPath = (page: Page, url: string): Promise<void> =>
  page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, new URL(url).pathname);
