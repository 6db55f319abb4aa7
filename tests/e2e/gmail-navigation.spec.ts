import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import { createId } from '#server/kernel/ids.ts';
import type { MessageId } from '#shared/contract/ids.ts';
import { findSidebar } from '#tests/support/extension.ts';
import { owner } from '#tests/support/larkfield.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import { cardsIn, composerIn, contactIn, messagesIn, titleIn } from '#tests/support/sidebar.ts';
import { accountOf, createOffice, personNamed, say, type Desk, type Office } from './office.ts';
import { readShown, watchShown } from './watch-shown.ts';

test.describe('the sidebar follows Gmail', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let page: Page;
  let sidebar: Frame;
  let frames = 0;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    desk = await office.seat();
    for (const thread of desk.threads.slice(0, 8)) await say(office.api, owner, thread, `about ${thread.subject}`);
    ({ page, sidebar } = await desk.openThread('Flow meters'));
    page.on('frameattached', () => (frames += 1));
  });

  test.afterAll(() => office.close());

  async function expectThread({ subject }: MailThread, shownIn = sidebar): Promise<void> {
    await expect(titleIn(shownIn)).toHaveText(subject);
    await expect(messagesIn(shownIn)).toContainText(`about ${subject}`);
    await expect(messagesIn(shownIn).getByRole('article')).toHaveCount(1);
  }

  test('by click, back and forward, and from one thread to the next', async () => {
    const [flow, order] = [desk.thread('Flow meters'), desk.thread('Re: Spring order')];
    await expectThread(flow);
    await page.goto(desk.gmail.urlOfList());
    await expect(titleIn(sidebar)).toHaveText('Discussions');
    await page.getByRole('row').filter({ hasText: order.subject }).click();
    await expectThread(order);
    await expect(contactIn(sidebar)).toContainText('Grace Whitcombe');
    await page.goBack();
    await expect(titleIn(sidebar)).toHaveText('Discussions');
    await page.goForward();
    await expectThread(order);
    await page.getByRole('button', { name: 'older' }).click();
    await expect(titleIn(sidebar)).not.toHaveText(order.subject);
    await page.goBack();
    await expectThread(order);
  });

  test('from a search result, a label and all mail', async () => {
    await page.goto(desk.gmail.urlOfList());
    await expect(titleIn(sidebar)).toHaveText('Discussions');
    await page.getByRole('textbox', { name: 'Search mail' }).fill('loggers');
    await page.keyboard.press('Enter');
    await page.getByRole('row').filter({ visible: true, hasText: 'Cold chain' }).click();
    await expectThread(desk.thread('Cold chain'));
    await page.goto(desk.gmail.urlOf(desk.thread('Flow meters'), { view: 'label/Customers%2FBrightwater' }));
    await expectThread(desk.thread('Flow meters'));
    await page.goto(desk.gmail.urlOf(desk.thread('Angebot'), { view: 'all' }));
    await expectThread(desk.thread('Angebot'));
  });

  test('from a direct link, in a tab and in a window of its own', async () => {
    const thread = desk.thread('Livraison');
    const tab = await desk.open(desk.gmail.urlOf(thread));
    await expectThread(thread, tab.sidebar);
    await tab.page.close();
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'new-window' }).filter({ visible: true }).click();
    const popout = await opened;
    await expectThread(desk.thread('Angebot'), await findSidebar(popout));
    await popout.close();
  });

  test('in the split pane, where the address names no thread', async () => {
    desk.gmail.change({ layout: 'split-pane' });
    const split = await desk.open(desk.gmail.urlOfList());
    desk.gmail.change({ layout: 'list' });
    await expect(titleIn(split.sidebar)).toHaveText('Discussions');
    for (const thread of [desk.thread('Flow meters'), desk.thread('Re: Spring order'), desk.thread('Flow meters')]) {
      await split.page.getByRole('row').filter({ hasText: thread.subject }).click();
      await expectThread(thread, split.sidebar);
    }
    await split.page.close();
  });

  test('through thirty quick switches, of which the last one wins', async () => {
    const visited = desk.threads.slice(0, 8);
    const urls = Array.from({ length: 30 }, (_, index) =>
      desk.gmail.urlOf(visited[(index * 5) % 8] ?? desk.thread('')),
    );
    await watchShown(sidebar);
    await page.evaluate(async (addresses) => {
      for (const address of addresses) {
        location.assign(address);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }, urls);
    await expectThread(visited[(29 * 5) % 8] ?? desk.thread(''));
    for (const { title, text } of await readShown(sidebar)) {
      const others = visited.filter(({ subject }) => subject !== title);
      expect(others.filter(({ subject }) => text.includes(`about ${subject}`))).toEqual([]);
    }
  });

  test('and a slow answer for an earlier thread never shows', async () => {
    const [slow, quick] = [desk.thread('استفسار'), desk.thread('校正')];
    const fresh = await office.seat();
    const opened = await fresh.openThread('Question about');
    await watchShown(opened.sidebar);
    const hold = office.relay.holdNext(({ path }) => path.includes('correspondences.open'));
    await opened.page.goto(fresh.gmail.urlOf(slow));
    await hold.caught;
    await opened.page.goto(fresh.gmail.urlOf(quick));
    await expectThread(quick, opened.sidebar);
    const answered = office.relay.requests.length;
    hold.release();
    await say(office.api, owner, quick, 'a later word');
    await expect(messagesIn(opened.sidebar)).toContainText('a later word');
    expect(office.relay.requests.length).toBeGreaterThan(answered);
    const shown = await readShown(opened.sidebar);
    expect(shown.filter(({ text }) => text.includes(`about ${slow.subject}`))).toEqual([]);
    await fresh.browser.close();
  });

  test('shows my discussions in a list view, unread first', async () => {
    const tom = await office.as('Tom');
    const read = desk.thread('Invoice');
    const { discussion } = await say(office.api, owner, read, 'mine, and read');
    await tom.discussions.post.mutate({
      messageId: createId<MessageId>(),
      target: {
        kind: 'discussion',
        discussionId: (await say(office.api, owner, desk.thread('Angebot'), 'and?')).discussion.id,
      },
      body: 'an answer from Tom',
    });
    await say(office.api, owner, read, `the newest of all, in ${discussion.subject}`);
    await page.goto(desk.gmail.urlOfList());
    await expect(cardsIn(sidebar).nth(0)).toContainText('an answer from Tom');
    await expect(cardsIn(sidebar).nth(0)).toContainText('Angebot');
    await expect(cardsIn(sidebar).nth(0).getByText('1 unread')).toBeAttached();
    await expect(cardsIn(sidebar).nth(1)).toContainText('the newest of all');
    await cardsIn(sidebar).nth(0).click();
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Angebot').subject);
    await expect(messagesIn(sidebar)).toContainText('an answer from Tom');
  });

  test('keeps list and search beside a page that it can’t read, and reports only the page’s shape', async () => {
    const thread = desk.thread('Flow meters');
    desk.gmail.change({ faults: { permId: 'missing', hexId: 'missing', jslog: 'missing' } });
    await desk.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: 'https://mail.google.com' });
    const changed = await desk.open(desk.gmail.urlOf(thread));
    desk.gmail.change({ faults: {} });
    const notice = changed.sidebar.getByRole('region', { name: 'Can’t read this page' });
    await expect(notice).toBeVisible({ timeout: 30_000 });
    await expect(composerIn(changed.sidebar)).toHaveCount(0);
    await expect(cardsIn(changed.sidebar)).not.toHaveCount(0);
    await changed.sidebar.getByRole('textbox', { name: 'Search discussions' }).fill('loggers');
    await expect(cardsIn(changed.sidebar)).toHaveCount(1);
    await notice.getByRole('button', { name: 'Copy report' }).click();
    await expect(notice.getByRole('button', { name: 'Copied' })).toBeVisible();
    await changed.page.bringToFront();
    const report = await changed.page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/^Gmail, selectors of/);
    const words = [
      thread.subject,
      ...thread.messages.flatMap(({ text, from }) => [...text.split(/\W+/), from.name, from.address]),
    ];
    for (const word of words.filter(({ length }) => length > 7)) expect(report).not.toContain(word);
    await changed.page.close();
  });

  test('in one frame for the whole life of the tab', async () => {
    expect(frames).toBe(0);
    expect(page.frames().filter((frame) => frame.url().includes('sidebar.html'))).toEqual([sidebar]);
  });
});

test('each account is switched on by its user; one that is declined stays silent', async () => {
  test.setTimeout(120_000);
  const office = await createOffice();
  const [mine, other] = [accountOf(owner), accountOf(personNamed('Tom'))];
  const desk = await office.seat({ accounts: [mine, other] });
  const [thread, silent] = [mine.threads[0], other.threads[0]];
  if (thread === undefined || silent === undefined) throw new Error('There is no mail.');
  const urlOfSilent = desk.gmail.urlOf(silent, { accountIndex: 1 });
  const asked = () => office.relay.requests.filter(({ path }) => path.includes('correspondences.')).length;

  const first = await desk.open(urlOfSilent);
  await first.sidebar.getByRole('button', { name: /^Open Sidethread/ }).click();
  await expect(first.sidebar.getByText(other.address)).toBeVisible();
  const gone = first.page.waitForEvent('framedetached');
  await first.sidebar.getByRole('button', { name: 'Not with this account' }).click();
  await gone;
  expect(asked()).toBe(0);

  const active = await desk.openThread(thread.subject);
  await expect(contactIn(active.sidebar)).toBeVisible();
  const before = asked();
  expect(before).toBeGreaterThan(0);

  await first.page.goto(urlOfSilent);
  await first.page.goto(desk.gmail.urlOfList('inbox', 1));
  await first.page.goto(urlOfSilent);
  await first.page.reload();
  // Another tab that starts later is up: so would this one be.
  const later = await desk.open(desk.gmail.urlOfList());
  await expect(titleIn(later.sidebar)).toHaveText('Discussions');
  expect(first.page.frames()).toHaveLength(1);
  expect(asked()).toBe(before);
  await office.close();
});
