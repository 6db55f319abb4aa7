import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { fakeWorkerOf } from '#tests/support/view-gallery/fake-worker.ts';
import { mailDetail } from '#tests/support/view-gallery/mails.ts';
import { id, mara } from '#tests/support/view-gallery/people.ts';
import { startGallery, type Gallery, type SceneOptions } from '#tests/support/view-gallery/start-gallery.ts';

/** The views alone, over a fake worker: what depends on moments that a real one passes through too fast. */
let gallery: Gallery;
let browser: Browser;
let page: Page;
let worker: ReturnType<typeof fakeWorkerOf>;

test.beforeAll(async () => {
  gallery = await startGallery();
  browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
});
test.afterAll(async () => {
  await browser.close();
  await gallery.close();
});
test.beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 340, height: 720 }, locale: 'en-US' });
  worker = fakeWorkerOf(page);
});
test.afterEach(() => page.close());

const open = (scene: string, options?: SceneOptions) => page.goto(gallery.urlOf(scene, options));
const composer = () => page.getByRole('textbox', { name: 'Message to your team' });

test('a part that fails says so, and comes back with the next mail or by its button', async () => {
  await open('busy');
  const good = await worker.tab();
  await worker.changeTab({ correspondence: { ...good['correspondence'], discussion: { messages: null } } });
  await expect(page.getByRole('alert')).toHaveText(/This part of Sidethread failed\. What you wrote is kept\./);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await worker.changeTab({ correspondence: good['correspondence'] });
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('log')).toBeVisible();
  await worker.changeTab({
    threadKey: 't2',
    correspondence: { ...good['correspondence'], discussion: { messages: null } },
  });
  await expect(page.getByRole('alert')).toBeVisible();
  await worker.changeTab({ threadKey: 't3', correspondence: good['correspondence'] });
  await expect(page.getByRole('log')).toBeVisible();
});

test('an update of the extension is said once, and what is shown stays', async () => {
  await open('busy');
  await worker.setTopic('connection', { state: 'updated' });
  await expect(page.getByText('Sidethread was updated. Reload this page to go on.')).toHaveCount(1);
  await expect(page.getByRole('log')).toBeVisible();
});

test('the composer keeps focus and text while the page is between two states of one mail', async () => {
  await open('empty');
  const { email } = await worker.tab();
  await composer().pressSequentially('Half a sen');
  await worker.changeTab({
    email: { state: 'loading', webmail: 'gmail', account: 'mara@larkfield.example' },
    threadKey: null,
  });
  await expect(page.getByRole('status', { name: 'Opening this mail' })).toBeAttached();
  await page.keyboard.type('tence');
  await page.keyboard.press('Control+Enter');
  await worker.changeTab({ email, threadKey: 't1' });
  await expect(page.getByRole('status', { name: 'Opening this mail' })).not.toBeAttached();
  await expect(composer()).toBeFocused();
  await expect(composer()).toHaveValue('Half a sentence');
  expect(await worker.asked('message.post')).toEqual([]);
});

test('another mail’s composer is not the one before', async () => {
  await open('empty');
  const { email } = await worker.tab();
  await composer().pressSequentially('About the first');
  await worker.changeTab({
    email: { state: 'loading', webmail: 'gmail', account: 'mara@larkfield.example' },
    threadKey: null,
  });
  await worker.changeTab({ email, threadKey: 't2' });
  await expect(composer()).toHaveValue('');
  await worker.changeTab({ threadKey: 't1' });
  await expect(composer()).toHaveValue('About the first');
});

test('what is typed before storage answers is joined to what it kept', async () => {
  await page.clock.install();
  await open('empty-private', { isStorageHeld: true });
  await composer().pressSequentially('And one thing more');
  // Longer than a change waits to be saved.
  await page.clock.runFor(1_000);
  expect(await worker.kept('draft:t1')).toMatchObject({ text: 'Could you look at the margin here?' });
  await worker.release('draft:t1');
  const both = 'Could you look at the margin here?\nAnd one thing more';
  await expect(composer()).toHaveValue(both);
  await expect.poll(() => worker.kept('draft:t1')).toMatchObject({ text: both, visibility: 'private' });
});

test('a message taken back brings its files along', async () => {
  await open('offline');
  const tab = await worker.tab();
  const files = [{ fileId: crypto.randomUUID(), name: 'calibration.pdf', size: 482_133 }];
  const queued = (tab['queued'] as unknown as object[]).map((message) => ({ ...message, files }));
  await worker.changeTab({ queued });
  await page.getByRole('button', { name: 'Edit' }).first().click();
  await expect(page.getByRole('list', { name: 'Attached files' })).toHaveText(/calibration\.pdf/);
  await expect(composer()).toHaveValue('I tell Jack that we swap all four before the 27th.');
});

test('an earlier mail’s snapshot never shows under a new one, however late storage answers', async () => {
  await open('snapshot', { isStorageHeld: true });
  await expect(composer()).toBeVisible();
  await worker.changeTab({ threadKey: 't2' });
  await expect(page.getByRole('status', { name: 'Loading the discussion' })).toBeVisible();
  await worker.release('snapshot:t1');
  // The draft comes out of the same storage after it: once that is here, the snapshot has been as well.
  await composer().pressSequentially('x');
  await worker.release('draft:t2');
  await expect.poll(() => worker.kept('draft:t2')).toMatchObject({ text: 'x' });
  await expect(page.getByRole('log')).toHaveCount(0);
  await worker.release('snapshot:t2');
  await worker.changeTab({ threadKey: 't1' });
  await expect(page.getByRole('log')).toBeVisible();
});

/** Opens the customer's composer below the e-mails; `before` happens while those are shown. */
async function answerCustomer(before: () => Promise<void> = async () => {}): Promise<Locator> {
  await open('answer');
  await page.getByRole('button', { name: /e-mails$/ }).click();
  await before();
  await page.getByRole('button', { name: 'Reply to customer' }).click();
  return page.getByRole('region', { name: 'E-mail to the customer' });
}

test('what was begun with one thread’s mail does not go on with the next', async () => {
  await open('mail-shut');
  const { correspondence } = await worker.tab();
  await page.getByRole('button', { name: 'Thread menu' }).click();
  await page.getByRole('menuitem', { name: 'Join with another thread' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  const { mail } = correspondence as { mail: object };
  await worker.changeTab({
    threadKey: 't2',
    correspondence: { ...correspondence, mail: { ...mail, id: crypto.randomUUID() } },
  });
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('nobody who is only typed is left out of a mail, and what is no address holds it back', async () => {
  const mail = await answerCustomer();
  const to = mail.getByLabel('To', { exact: true });
  await to.fill('Ada <ada@brightwater.example>; nobody');
  await to.press('Control+Shift+Enter');
  await expect(mail.getByText('“nobody” is not an e-mail address.')).toBeVisible();
  expect(await worker.asked('outgoing.send')).toEqual([]);
  await to.fill('bob@brightwater.example');
  await to.press('Control+Shift+Enter');
  await expect(mail).toHaveCount(0);
  const people = ['jack@brightwater.example', 'ada@brightwater.example', 'bob@brightwater.example'];
  expect(await worker.asked('outgoing.send')).toMatchObject([{ to: people.map((address) => ({ address })) }]);
});

test('an answer that only this browser has is not begun anew over', async () => {
  const mail = await answerCustomer(async () => {
    // As after a start without the server: it could not be opened by itself.
    const lists = await worker.asked('outgoing.list');
    const correspondenceId = lists.map((list) => list['correspondenceId']).find((each) => typeof each === 'string');
    const emailId = mailDetail().emails.at(-1)?.id;
    const draft = { id: crypto.randomUUID(), kind: 'reply', emailId, correspondenceId, mailboxId: null };
    const text = { to: [], cc: [], bcc: [], subject: 'Re: Drift', body: 'An hour of work', withQuote: true };
    await worker.keep(`answer:${mara.id}:${id(500)}:${String(correspondenceId)}`, [{ ...draft, ...text }]);
  });
  await expect(mail.getByRole('textbox', { name: 'Text of the e-mail' })).toHaveValue('An hour of work');
});

test('an edit that was left in the middle is found again with its message', async () => {
  await open('busy');
  const { correspondence } = await worker.tab();
  const row = page.getByRole('article').filter({ hasText: 'I asked Jack' });
  await row.hover();
  await row.getByRole('button', { name: 'Edit' }).click();
  const editor = page.getByRole('textbox', { name: 'Edit message' });
  await editor.pressSequentially(' Now @to');
  await editor.press('Enter');
  await worker.changeTab({ threadKey: 't2', correspondence: { ...correspondence, discussion: null } });
  await expect(editor).toHaveCount(0);
  await worker.changeTab({ threadKey: 't1', correspondence });
  await expect(editor).toHaveValue('On it. I asked Jack for the serial numbers. Now @Tom Okafor ');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(editor).toHaveCount(0);
  expect((await worker.asked('message.edit'))[0]?.['body']).toMatch(/Now @\[Tom Okafor\]\(user:/);
});

test('a list shows although it is read again all the time, and never what is older', async () => {
  await open('inbox');
  await worker.hold('correspondence.list');
  await page.getByRole('tab', { name: 'E-mails' }).click();
  const asked = async () => (await worker.asked('correspondence.list')).length;
  for (const changedAt of [1, 2]) await worker.setTopic('correspondences', { changedAt });
  await expect.poll(asked).toBe(3);
  await expect(page.getByRole('status', { name: 'Loading the e-mail threads' })).toBeAttached();
  await worker.letGo('correspondence.list');
  await expect(page.getByRole('list', { name: 'E-mail threads' })).toBeVisible();
});

test('arrow keys lead from list to list, and the focus goes along', async () => {
  await open('list');
  const tab = (name: string) => page.getByRole('tab', { name });
  await tab('Discussions').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('E-mails')).toBeFocused();
  await expect(tab('E-mails')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await expect(tab('Discussions')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('list', { name: 'E-mail threads' })).toBeVisible();
});

test('while words are typed what was found stays until the answer', async () => {
  await open('inbox');
  await page.getByRole('tab', { name: 'E-mails' }).click();
  const list = page.getByRole('list', { name: 'E-mail threads' });
  await expect(list).toBeVisible();
  await worker.hold('correspondence.list');
  const words = 'greenhouse probes';
  await page.getByRole('textbox', { name: 'Search e-mails' }).pressSequentially(words);
  const searched = async () =>
    (await worker.asked('correspondence.list')).map(({ search }) => search).filter((search) => search !== '');
  await expect.poll(searched).toContain(words);
  await expect(list).toBeVisible();
  await worker.letGo('correspondence.list');
  await expect(list).toBeVisible();
});

test('what can’t be marked unread is said', async () => {
  const problem = 'The server can’t be reached.';
  await page.addInitScript((text) => Object.assign(window, { givenProblems: { 'discussion.unread': text } }), problem);
  await open('busy');
  const row = page.getByRole('article').filter({ hasText: 'at three' });
  await row.hover();
  await row.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Mark unread from here' }).click();
  await expect(page.getByText(problem)).toBeVisible();
});

test('what was read back of a discussion stays whole while its newest page moves on', async () => {
  await open('busy');
  const { correspondence } = await worker.tab();
  const { discussion: talk } = correspondence as { discussion: { messages: { id: string; seq: number }[] } };
  await page.addInitScript(
    (messages) => Object.assign(window, { givenAnswers: { 'discussion.history': { messages, hasOlder: false } } }),
    talk.messages.slice(0, 2),
  );
  await open('busy');
  const show = (messages: object[]) =>
    worker.changeTab({ correspondence: { ...correspondence, discussion: { ...talk, messages, hasOlder: true } } });
  const rows = page.getByRole('log').getByRole('article');
  const older = page.getByRole('button', { name: 'Older messages' });
  await show(talk.messages.slice(2));
  await older.click();
  await expect(rows).toHaveCount(talk.messages.length);
  await show(talk.messages.slice(4));
  await expect(rows).toHaveCount(talk.messages.length);
  await expect(older).toHaveCount(0);
  await show(
    talk.messages.slice(4).map((message) => ({ ...message, id: crypto.randomUUID(), seq: message.seq + 100 })),
  );
  await expect(older).toBeVisible();
});
