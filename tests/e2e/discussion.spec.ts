import { truncate, writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Frame, Locator, Page } from 'playwright-core';
import type { MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { findSidebar } from '#tests/support/extension.ts';
import { owner } from '#tests/support/larkfield.ts';
import type { Api } from '#tests/support/team-over-http.ts';
import { cardsIn, composerIn, messageIn, messagesIn, pressOn, titleIn, write } from '#tests/support/sidebar.ts';
import { createOffice, say, type Desk, type Office } from './office.ts';

test.describe('what the team says', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let tom: Api;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    [desk, tom] = await Promise.all([office.seat(), office.as('Tom')]);
    ({ page, sidebar } = await desk.openThread('Flow meters'));
  });

  test.afterAll(() => office.close());

  const goTo = (start: string) => desk.goTo({ page, sidebar }, start);
  async function reload(): Promise<void> {
    await page.reload();
    sidebar = await findSidebar(page);
  }

  /** The discussion of that thread as the server has it. */
  async function read(start: string) {
    const { subject } = desk.thread(start);
    const find = async () => {
      const found = await office.api.discussions.search.query({ query: subject });
      return found.find((card) => card.subject === subject)?.id;
    };
    // What the sidebar shows at once reaches the server a moment later.
    await expect.poll(find).toBeDefined();
    const discussionId = await find();
    if (discussionId === undefined) throw new Error(`“${start}” has no discussion any more.`);
    return office.api.discussions.get.query({ discussionId });
  }

  /** Tom says something in the discussion of that thread. */
  async function answer(start: string, body: string): Promise<void> {
    const target = { kind: 'discussion', discussionId: (await read(start)).id } as const;
    await tom.discussions.post.mutate({ messageId: createId<MessageId>(), target, body });
  }

  async function act(message: Locator, ...names: string[]): Promise<void> {
    const [first = '', ...rest] = names;
    await pressOn(message, first);
    for (const name of rest) await sidebar.getByRole('menuitem', { name }).click();
  }

  test('Markdown is shown as what it means, and only that', async () => {
    await write(
      sidebar,
      '**Three per cent** is _too much_:\n- `20-1187`\n- [the report](https://larkfield.example/r/7)\n\n> before our audit',
    );
    const row = messageIn(sidebar, 'Three per cent');
    await expect(row.locator('strong')).toHaveText('Three per cent');
    await expect(row.locator('em')).toHaveText('too much');
    await expect(row.locator('li code')).toHaveText('20-1187');
    await expect(row.locator('blockquote')).toHaveText('before our audit');
    const link = row.getByRole('link', { name: 'the report' });
    await expect(link).toHaveAttribute('href', 'https://larkfield.example/r/7');
    await expect(link).toHaveAttribute('rel', /noopener/);
  });

  test('a script in a text stays text', async () => {
    const evil =
      '<img src=x onerror="document.title=1"><script>document.title=1</script> [click](javascript:document.title=1) ![p](https://larkfield.example/pixel.png)';
    const before = await sidebar.title();
    await answer('Flow', evil);
    const row = messageIn(sidebar, 'onerror');
    await expect(row).toContainText('<script>document.title=1</script>');
    await expect(row.locator('img, script, a')).toHaveCount(0);
    expect(await sidebar.title()).toBe(before);
  });

  test('a teammate is mentioned by keyboard', async () => {
    await composerIn(sidebar).pressSequentially('Look here @to');
    await expect(sidebar.getByRole('option')).toHaveText([/Tom Okafor/]);
    await composerIn(sidebar).press('Enter');
    await expect(composerIn(sidebar)).toHaveValue('Look here @Tom Okafor ');
    await composerIn(sidebar).pressSequentially('please');
    await composerIn(sidebar).press('ControlOrMeta+Enter');
    await expect(messageIn(sidebar, 'Look here').locator('.mention')).toHaveText('@Tom Okafor');
    await expect(composerIn(sidebar)).toHaveValue('');
    const tomId = (await tom.session.get.query()).user.id;
    await expect
      .poll(async () => (await read('Flow')).messages.at(-1)?.body)
      .toBe(`Look here @[Tom Okafor](user:${tomId}) please`);
  });

  test('people react and take it back', async () => {
    const row = messageIn(sidebar, 'Look here');
    await act(row, 'React');
    await sidebar.getByRole('textbox', { name: 'Search emoji' }).fill('thumbs up');
    await sidebar.getByRole('textbox', { name: 'Search emoji' }).press('Enter');
    await expect(row.getByRole('button', { name: '👍 1: You' })).toHaveAttribute('aria-pressed', 'true');
    const message = (await read('Flow')).messages.find(({ body }) => body.startsWith('Look here'));
    await tom.discussions.react.mutate({
      discussionId: message!.discussionId,
      messageId: message!.id,
      emoji: '👍',
      on: true,
    });
    await expect(row.getByRole('button', { name: /^👍 2: .*Tom Okafor/ })).toBeVisible();
    await row.getByRole('button', { name: /^👍 2/ }).click();
    await expect(row.getByRole('button', { name: '👍 1: Tom Okafor' })).toHaveAttribute('aria-pressed', 'false');
  });

  test('one’s own message can be edited, a teammate’s can’t', async () => {
    await act(messageIn(sidebar, 'Look here'), 'Edit');
    const editor = sidebar.getByRole('textbox', { name: 'Edit message' });
    await expect(editor).toHaveValue('Look here @Tom Okafor please');
    await editor.fill('Look there @Tom Okafor');
    await editor.press('ControlOrMeta+Enter');
    await expect(messageIn(sidebar, 'Look there')).toContainText('edited');
    await expect(messageIn(sidebar, 'Look there').locator('.mention')).toHaveText('@Tom Okafor');
    await messageIn(sidebar, 'onerror').hover();
    await expect(messageIn(sidebar, 'onerror').getByRole('group', { name: 'Message actions' })).toBeVisible();
    await expect(messageIn(sidebar, 'onerror').getByRole('button', { name: 'Edit' })).toHaveCount(0);
  });

  test('a deletion can be undone', async () => {
    await act(messageIn(sidebar, 'Look there'), 'More', 'Delete');
    await expect(messageIn(sidebar, 'This message was deleted.')).toBeVisible();
    await expect.poll(async () => (await read('Flow')).messages.at(-1)?.body).toBe('');
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(messageIn(sidebar, 'Look there')).toBeVisible();
    await expect(messagesIn(sidebar)).not.toContainText('This message was deleted.');
  });

  test('a draft stays with its thread, through switches and a reload', async () => {
    await composerIn(sidebar).fill('not yet sent');
    await goTo('Angebot');
    await expect(composerIn(sidebar)).toHaveValue('');
    await composerIn(sidebar).fill('another one');
    await goTo('Flow');
    await expect(composerIn(sidebar)).toHaveValue('not yet sent');
    await reload();
    await expect(composerIn(sidebar)).toHaveValue('not yet sent');
    await goTo('Angebot');
    await expect(composerIn(sidebar)).toHaveValue('another one');
    await composerIn(sidebar).fill('');
    await goTo('Flow');
  });

  test('50,000 characters are refused with a sentence and kept', async () => {
    const long = 'flow '.repeat(10_000);
    const count = (await read('Flow')).messages.length;
    await composerIn(sidebar).fill(long);
    await composerIn(sidebar).press('ControlOrMeta+Enter');
    await expect(sidebar.getByText(/^37,999 characters too long: a message holds 12,000\. Shorten it/)).toBeVisible();
    await expect(sidebar.getByRole('button', { name: 'Post', exact: true })).toBeDisabled();
    await reload();
    await expect(composerIn(sidebar)).toHaveValue(long);
    expect((await read('Flow')).messages).toHaveLength(count);
    await composerIn(sidebar).fill('');
  });

  test('files go with a message and come back as they were', async () => {
    const note = { name: 'serials.csv', mimeType: 'text/csv', buffer: Buffer.from('serial;drift\n20-1187;3.1\n') };
    await sidebar.locator('input[type=file]').setInputFiles(note);
    await expect(sidebar.getByRole('list', { name: 'Attached files' })).toContainText('serials.csv');
    await expect(sidebar.getByText('uploading…')).toHaveCount(0);
    await write(sidebar, 'All four of them');
    const link = messageIn(sidebar, 'All four').getByRole('list', { name: 'Files' }).getByRole('link');
    await expect(link).toContainText('serials.csv');
    const answered = await fetch((await link.getAttribute('href')) ?? '');
    expect(await answered.text()).toBe(note.buffer.toString());
    const film = test.info().outputPath('film.mov');
    await writeFile(film, '');
    await truncate(film, 26 * 1024 * 1024);
    await sidebar.locator('input[type=file]').setInputFiles(film);
    await expect(sidebar.getByText(/is 26 MB; a file can be 25 MB at most\./)).toBeVisible();
    await sidebar.getByRole('button', { name: 'Remove film.mov' }).click();
  });

  test('what is new is marked, and can be marked unread again', async () => {
    await answer('Flow', 'the fifth one too');
    await expect(messageIn(sidebar, 'the fifth')).toBeVisible();
    await act(messageIn(sidebar, 'the fifth'), 'More', 'Mark unread from here');
    await expect(messagesIn(sidebar).getByRole('separator', { name: 'New messages' })).toBeVisible();
    await page.goto(desk.gmail.urlOfList());
    await expect(cardsIn(sidebar).first()).toContainText('the fifth one too');
    await expect(cardsIn(sidebar).first().getByText('1 unread')).toBeAttached();
    await goTo('Flow');
    await expect(messagesIn(sidebar).getByRole('separator', { name: 'New messages' })).toBeVisible();
    await expect.poll(async () => (await read('Flow')).lastReadSeq).toBe((await read('Flow')).lastSeq);
  });

  test('a muted discussion counts nowhere', async () => {
    await sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await sidebar.getByRole('menuitem', { name: 'Mute' }).click();
    await expect(sidebar.getByRole('button', { name: 'Muted. Unmute' })).toBeVisible();
    await goTo('Angebot');
    await answer('Flow', 'heard by nobody');
    await page.goto(desk.gmail.urlOfList());
    await expect(cardsIn(sidebar).first()).toContainText('heard by nobody');
    await expect(cardsIn(sidebar).first().getByRole('img', { name: 'muted' })).toBeVisible();
    await goTo('Angebot');
    await expect(sidebar.getByRole('button', { name: 'Discussions', exact: true })).toBeVisible();
    await goTo('Flow');
    await sidebar.getByRole('button', { name: 'Muted. Unmute' }).click();
    await expect(sidebar.getByRole('button', { name: 'Following. Stop following' })).toBeVisible();
    await sidebar.getByRole('button', { name: 'Following. Stop following' }).click();
    await expect(sidebar.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
    await expect.poll(async () => (await read('Flow')).following).toBe(false);
  });

  test('a whole discussion can be deleted, and comes back by undo', async () => {
    await sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await sidebar.getByRole('menuitem', { name: 'Delete discussion' }).click();
    await expect(sidebar.getByRole('heading', { name: 'Talk about this mail with your team' })).toBeVisible();
    expect((await tom.discussions.list.query({})).cards).toEqual([]);
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(messageIn(sidebar, 'Three per cent')).toBeVisible();
    expect((await tom.discussions.list.query({})).cards).toHaveLength(1);
  });

  test('Escape collapses and the focus returns to the mail', async () => {
    await composerIn(sidebar).press('Escape');
    const open = sidebar.getByRole('button', { name: /^Open Sidethread/ });
    await expect(open).toBeVisible();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=main]') !== null)).toBe(true);
    await open.click();
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Flow').subject);
  });

  test('a long discussion opens at its end and is read back page by page', async () => {
    for (let number = 1; number <= 80; number += 1)
      await say(office.api, owner, desk.thread('Invoice'), `remark ${number}.`);
    await goTo('Invoice');
    await expect(messageIn(sidebar, 'remark 80.')).toBeInViewport();
    const readNumbers = async () =>
      (await messagesIn(sidebar).innerText()).match(/(?<=remark )\d+(?=\.)/g)?.map(Number);
    const all = Array.from({ length: 80 }, (_, index) => index + 1);
    await expect.poll(readNumbers).toEqual(all.slice(30));
    const older = messagesIn(sidebar).getByRole('button', { name: /older|earlier/i });
    await older.click();
    await expect.poll(readNumbers).toEqual(all);
    // What was being read stays where it was.
    await expect(messageIn(sidebar, 'remark 31.')).toBeInViewport();
    await expect(older).toHaveCount(0);
  });
});
