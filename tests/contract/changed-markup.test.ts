import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenEmail } from '#shared/contract/open-email.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { openWatchedPage } from '#tests/support/watch-page.ts';
import { changeMarkup } from './webmail/change-markup.ts';
import { gmailChanges, otherGmailThread, type NamedChange } from './webmail/gmail-changes.ts';
import { flow, spring } from './webmail/larkfield-mail.ts';
import { otherOutlookPane, outlookChanges } from './webmail/outlook-changes.ts';
import { gmailSubject, outlookSubject, type Subject } from './webmail/subjects.ts';

// Most of a test is waiting for a page to be still; several pages can do that at the same time.
const AT_ONCE = 6;
const SETTLED_MS = 40_000;

/** However the page's markup changes, a thread is told right, or the page is called unreadable: never a wrong thread. */
describe.each([
  ['gmail', gmailSubject, gmailChanges, otherGmailThread],
  ['outlook', outlookSubject, outlookChanges, otherOutlookPane],
] as const)('%s with changed markup', (_name, createSubject, changes, foreign) => {
  let context: BrowserContext;
  let subject: Subject;
  const outcomes = new Map<string, Promise<SeenEmail[]>>();

  beforeAll(async () => {
    context = await launchChromium({ timezoneId: 'Europe/Stockholm' });
    subject = await createSubject(context);
    const waiting = [...changes];
    const works = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    for (const [index, named] of waiting.entries()) {
      const slot = index % AT_ONCE;
      const before = works[slot] ?? Promise.resolve();
      const outcome = before.then(() => visit(named));
      outcomes.set(named[0], outcome);
      works[slot] = outcome.then(
        () => undefined,
        () => undefined,
      );
    }
  });
  afterAll(() => context.close());

  /** Opens one thread and goes to another; everything told on the way. */
  async function visit([, change, outcome]: NamedChange): Promise<SeenEmail[]> {
    const { page, told } = await openWatchedPage(context, subject.webmail);
    await changeMarkup(page, change, foreign);
    const settled = async (): Promise<void> => {
      await page.waitForFunction(isSettled, undefined, { timeout: SETTLED_MS });
    };
    await page.goto(subject.urlOf(flow));
    await settled();
    const first = (await told()).length;
    await subject.goTo(page, spring);
    if (outcome === 'read') await page.waitForFunction(isOpen, subject.threadOf(spring).id, { timeout: SETTLED_MS });
    else await page.waitForFunction(hasMore, first, { timeout: SETTLED_MS });
    await settled();
    const all = await told();
    await page.close();
    return all;
  }

  it.each(changes.map(([name, , outcome]) => [name, outcome] as const))(
    '%s',
    async (name, outcome) => {
      const told = (await outcomes.get(name)) ?? [];
      const opened = told.filter((email) => email.state === 'open');
      const threads = [flow, spring];
      const wrong = opened.filter((email) => {
        const right = threads.find((thread) => subject.threadOf(thread).id === email.thread.id);
        return right?.subject !== email.subject;
      });
      expect(wrong).toEqual([]);
      // Two threads, in their order, each at most once as an opening.
      const ids = opened.map(({ thread }) => thread.id).filter((id, index, all) => id !== all[index - 1]);
      const expected = threads.map((thread) => subject.threadOf(thread).id);
      expect(expected.join()).toContain(ids.join());
      expect(['open', 'unreadable']).toContain(told.at(-1)?.state);
      if (outcome === 'read') expect(ids).toEqual(expected);
    },
    120_000,
  );
});

type Told = { sidethreadTold?: { state: string; thread?: { id: string } }[] };

/** In the page: whether the newest word is a last one. */
function isSettled(): boolean {
  const newest = (window as unknown as Told).sidethreadTold?.at(-1)?.state;
  return newest === 'open' || newest === 'unreadable';
}

function isOpen(threadId: string): boolean {
  return (window as unknown as Told).sidethreadTold?.at(-1)?.thread?.id === threadId;
}

function hasMore(count: number): boolean {
  return ((window as unknown as Told).sidethreadTold?.length ?? 0) > count;
}
