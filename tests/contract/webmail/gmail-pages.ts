import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchChromium } from '#tests/support/chromium.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { listThreads, mara, tom } from '#tests/support/mail-data.ts';
import { openWatchedPage, type WatchedPage } from '#tests/support/watch-page.ts';

const accounts = [mara, tom].map((person) => ({ ...person, threads: listThreads(person.address) }));
const usual = {
  accounts,
  theme: 'light',
  language: 'en',
  layout: 'list',
  faults: {},
  timeZone: 'Europe/Stockholm',
} as const;

/** What each test of a file has: Gmail as usual, and a fresh page in which the adapter runs. */
export interface GmailPages {
  context: BrowserContext;
  gmail: GmailStandIn;
  watched: WatchedPage;
}

/** Serves Gmail's pages to the tests of a file; what it gives is there from the first test on. */
export function useGmailPages(): GmailPages {
  const pages = {} as GmailPages;
  beforeAll(async () => {
    pages.context = await launchChromium({ timezoneId: 'Europe/Stockholm' });
    pages.gmail = await serveGmail(pages.context, usual);
  });
  afterAll(() => pages.context.close());
  beforeEach(async () => {
    pages.gmail.change(usual);
    pages.watched = await openWatchedPage(pages.context);
  });
  afterEach(() => pages.watched.page.close());
  return pages;
}
