import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { findSidebar } from '#tests/support/extension.ts';
import { composerIn, messageIn, titleIn, useWithThisAccount, write } from '#tests/support/sidebar.ts';
import { createOffice, type Desk, type Office } from './office.ts';

const subject = 'Flow meters drift after the firmware update';
let office: Office;
let desk: Desk;
let laptop: Desk;
let mention: (text: string) => Promise<number>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  office = await createOffice();
  desk = await seat();
  const tab = await desk.openThread(subject);
  await write(tab.sidebar, 'Who looks into this?');
  await expect(messageIn(tab.sidebar, 'Who looks into this?')).toBeVisible();
  await expect.poll(findDiscussion).toBeDefined();
  await tab.page.close();
  const tom = await office.as('Tom');
  const { user } = await office.api.session.get.query();
  mention = async (text) => {
    const target = { kind: 'discussion', discussionId: await getDiscussion() } as const;
    const body = `@[${user.name}](user:${user.id}) ${text}`;
    return (await tom.discussions.post.mutate({ messageId: v7(), target, body })).message.seq;
  };
});
test.afterAll(() => office.close());

async function findDiscussion() {
  return (await office.api.discussions.list.query({})).cards.find((card) => card.subject === subject)?.id;
}

async function getDiscussion() {
  const id = await findDiscussion();
  if (id === undefined) throw new Error('The discussion is not there yet.');
  return id;
}

/** A browser of the owner's, who wants notifications there. */
async function seat(): Promise<Desk> {
  const made = await office.seat({ granted: { permissions: ['notifications'] } });
  await inWorker(made, `chrome.storage.local.set({ 'notifications-here': true })`);
  return made;
}

async function inWorker<Value>({ browser }: Desk, code: string): Promise<Value> {
  return (await browser.worker()).evaluate(code);
}

/** How often browsers have asked for what they may show. */
const asked = (): number => office.relay.requests.filter(({ path }) => path.includes('notifications.claim')).length;

const shownBy = (which: Desk): Promise<string[]> =>
  inWorker(which, 'chrome.notifications.getAll().then((all) => Object.keys(all))');
const badgeOf = (which: Desk): Promise<string> => inWorker(which, 'chrome.action.getBadgeText({})');
const click = (which: Desk, id: string | undefined): Promise<unknown> =>
  inWorker(which, `void chrome.notifications.onClicked.dispatch(${JSON.stringify(id)})`);

test('a mention comes while no webmail tab is open, and goes when it is read elsewhere', async () => {
  const seq = await mention('the margin, please');
  await expect.poll(() => shownBy(desk)).toHaveLength(1);
  await expect.poll(() => badgeOf(desk)).toBe('1');
  await mention('and the date');
  await expect.poll(() => shownBy(desk)).toHaveLength(2);
  // Two messages of one discussion.
  expect(await badgeOf(desk)).toBe('1');
  await office.api.discussions.markRead.mutate({ discussionId: await getDiscussion(), seq });
  await expect.poll(() => shownBy(desk)).toHaveLength(1);
  await office.api.discussions.markRead.mutate({ discussionId: await getDiscussion(), seq: seq + 1 });
  await expect.poll(() => shownBy(desk)).toEqual([]);
  await expect.poll(() => badgeOf(desk)).toBe('');
});

test('a click opens the thread: in a new tab when there is none, else in the one of its account', async () => {
  await mention('a date?');
  await expect.poll(() => shownBy(desk)).toHaveLength(1);
  const opened = desk.context.waitForEvent('page');
  await click(desk, (await shownBy(desk))[0]);
  const page = await opened;
  await expect(page).toHaveURL(new RegExp(desk.thread(subject).id));
  await page.close();

  const tab = await desk.openThread('Angebot 2026-0481');
  const other = await desk.context.newPage();
  await mention('and a price?');
  await expect.poll(() => shownBy(desk)).toHaveLength(1);
  const pages = desk.context.pages().length;
  await click(desk, (await shownBy(desk))[0]);
  await expect(titleIn(tab.sidebar)).toHaveText(subject);
  expect(desk.context.pages()).toHaveLength(pages);
  await expect.poll(() => tab.page.evaluate(() => document.visibilityState)).toBe('visible');
  await expect(composerIn(tab.sidebar)).toBeVisible();
  // It stands before its reader now, and so it is read.
  await expect.poll(() => badgeOf(desk)).toBe('');
  await expect.poll(() => shownBy(desk)).toEqual([]);
  await tab.page.close();
  await other.close();
});

test('of a person’s two browsers one shows it, and reading it in either ends it', async () => {
  laptop = await seat();
  const both = async (): Promise<string[]> => [...(await shownBy(desk)), ...(await shownBy(laptop))];
  const before = asked();
  await mention('one more thing');
  await expect.poll(() => asked() - before).toBeGreaterThanOrEqual(2);
  await expect.poll(both).toHaveLength(1);
  const [without, withIt] = (await shownBy(desk)).length === 0 ? [desk, laptop] : [laptop, desk];
  const tab = await without.openThread(subject);
  await expect(messageIn(tab.sidebar, 'one more thing')).toBeVisible();
  await expect.poll(() => shownBy(withIt)).toEqual([]);
  await tab.page.close();
});

test('an assigned thread comes without a webmail tab, opens there, is read there, and goes when it is given away', async () => {
  const tom = await office.as('Tom');
  const { user } = await office.api.session.get.query();
  const card = (await office.api.discussions.list.query({})).cards.find((each) => each.subject === subject);
  const assign = (assigneeId: typeof user.id | null) =>
    tom.correspondences.change.mutate({ id: card?.correspondenceId as never, change: { assigneeId } });
  const shown = async (): Promise<string[]> => [...(await shownBy(desk)), ...(await shownBy(laptop))];

  await assign(user.id);
  await expect.poll(shown).toEqual([expect.stringMatching(/^assignment:/)]);
  await expect.poll(() => badgeOf(desk)).toBe('1');
  await expect.poll(() => badgeOf(laptop)).toBe('1');
  const popup = await laptop.context.newPage();
  await popup.goto(laptop.browser.urlOf('popup.html'));
  await expect(popup.getByRole('region', { name: 'Assigned to you' })).toContainText(subject);
  await assign(null);
  await expect.poll(shown).toEqual([]);
  await expect.poll(() => badgeOf(laptop)).toBe('');
  await expect(popup.getByRole('region', { name: 'Assigned to you' })).toHaveCount(0);

  await assign(user.id);
  await expect.poll(shown).toHaveLength(1);
  const [withIt, without] = (await shownBy(desk)).length === 1 ? [desk, laptop] : [laptop, desk];
  const opened = withIt.context.waitForEvent('page');
  await click(withIt, (await shownBy(withIt))[0]);
  const page = await opened;
  await expect(page).toHaveURL(new RegExp(withIt.thread(subject).id));
  // It stands before its reader, and so it is read, in the other browser too.
  const sidebar = await findSidebar(page);
  const ask = sidebar.getByRole('button', { name: /^Open Sidethread/ });
  await ask.or(composerIn(sidebar)).waitFor();
  if (await ask.isVisible()) await useWithThisAccount(sidebar);
  await expect.poll(() => badgeOf(without)).toBe('');
  await expect.poll(shown).toEqual([]);
  await page.close();
});

test('nothing wakes the worker once nobody is signed in', async () => {
  const names = `chrome.alarms.getAll().then((all) => all.map(({ name }) => name))`;
  expect(await inWorker(desk, names)).toEqual(['resume']);
  const devices = await office.api.devices.list.query();
  // What asks here is a device too: without itself, it could sign out no other after it.
  const others = devices.filter(({ kind, current }) => kind === 'extension' && !current);
  for (const { id } of others) await office.api.devices.revoke.mutate({ id });
  const page = await desk.context.newPage();
  await page.goto(desk.browser.urlOf('popup.html'));
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  const restarted = desk.browser.whenWorkerStarts();
  await desk.browser.killWorker();
  await restarted;
  await expect.poll(() => inWorker(desk, names)).toEqual([]);
});
