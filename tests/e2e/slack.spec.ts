import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import type { MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { contactIn, extensionUrl, messageIn, messagesIn, pressOn, titleIn, write } from '#tests/support/sidebar.ts';
import type { FoundMessage } from '#tests/support/slack/watching.ts';
import { createOffice, type Desk, type Office } from './office.ts';

const waitMs = 15_000;

test.describe('live with Slack', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let page: Page;
  let sidebar: Frame;
  /** The card of the first discussion. */
  let card: FoundMessage;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice({ slack: true });
    desk = await office.seat();
    ({ page, sidebar } = await desk.openThread('Flow'));
  });

  test.afterAll(() => office.close());

  const inSlack = (text: string) => office.slack.waitForMessage((message) => message.text.includes(text), waitMs);
  const countInSlack = (text: string) =>
    office.slack.messages('customers').filter((each) => each.text.includes(text)).length;
  const receiptOf = (text: string) => messageIn(sidebar, text).getByRole('link', { name: 'In Slack. Open there' });
  const toSlack = (user: string, text: string) =>
    office.slack.say({ channel: 'customers', user, text, threadTs: card.message.ts });

  /** Slack takes the next message, but neither its answer nor its event comes back. */
  const loseAnswer = () => {
    office.slack.faults.next({ kind: 'drop-answer', method: 'chat.postMessage' });
    office.slack.faults.next({ kind: 'lost', method: 'message*' });
  };

  test('the first message opens a card, and the discussion lives in its thread', async () => {
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await expect(contactIn(sidebar)).toContainText('Brightwater');
    await expect(sidebar.getByText(/opens a thread in #customers in Slack/)).toBeVisible();
    await write(sidebar, 'Is it the **firmware**?');
    const found = await inSlack('firmware*?');
    card = { channel: found.channel, message: office.slack.thread('customers', found.message.thread_ts ?? '')[0]! };
    expect(found.message.username).toBe('Mara Lindqvist');
    const text = JSON.stringify(card.message);
    for (const part of [
      'Flow meters drift',
      'Jack Daniels',
      'jack.daniels@brightwater.example',
      'Brightwater',
      'Mara Lindqvist',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('four of our FM-20');
    const post = office.slack.findPost({ channel: card.channel, ts: card.message.ts });
    expect(post?.unfurlLinks).toBe(false);
    expect(post?.unfurlMedia).toBe(false);
  });

  test('the card’s link opens that very mail in Gmail', async () => {
    const link = /https:\/\/mail\.google\.com[^"|>\\]+/.exec(JSON.stringify(card.message))?.[0] ?? '';
    const opened = await desk.open(link.replaceAll('&amp;', '&'));
    await expect(titleIn(opened.sidebar)).toHaveText(desk.thread('Flow').subject);
    await expect(messagesIn(opened.sidebar)).toContainText('firmware');
    await opened.page.close();
  });

  test('each message says what became of it', async () => {
    office.slack.faults.next({ kind: 'slow', method: 'chat.postMessage', delayMs: 1000 });
    await write(sidebar, 'Asking the workshop');
    await expect(messageIn(sidebar, 'Asking the').getByRole('img', { name: 'On its way to Slack' })).toBeVisible();
    await expect(receiptOf('Asking the')).toBeVisible();
    const { message } = await inSlack('Asking the');
    await expect(receiptOf('Asking the')).toHaveAttribute('href', new RegExp(message.ts.replace('.', '')));
  });

  test('a lost answer is looked into, and nothing is said twice', async () => {
    loseAnswer();
    await write(sidebar, 'Did you hear this?');
    await expect(messageIn(sidebar, 'Did you hear')).toContainText('checking whether it has the message');
    await expect(receiptOf('Did you hear')).toBeVisible({ timeout: waitMs });
    expect(countInSlack('Did you hear')).toBe(1);
  });

  test('what can’t be found out is called unknown, and is sent again only on a person’s word', async () => {
    loseAnswer();
    office.slack.faults.next({ kind: 'error:missing_scope', method: 'conversations.replies', times: 20 });
    await write(sidebar, 'Nobody knows of this');
    const row = messageIn(sidebar, 'Nobody knows');
    await expect(row.getByRole('img', { name: 'Unknown whether Slack has it' })).toBeVisible({ timeout: waitMs });
    await expect(row).toContainText('Look in Slack before you send it again.');
    office.slack.faults.clear();
    await row.getByRole('button', { name: 'Send again' }).click();
    await expect(receiptOf('Nobody knows')).toBeVisible({ timeout: waitMs });
    expect(countInSlack('Nobody knows')).toBe(1);
  });

  test('an archived channel is named with what to do, harms nothing else, and goes on once it is open again', async () => {
    office.slack.archive('customers');
    await write(sidebar, 'Into the archive');
    const row = messageIn(sidebar, 'Into the archive');
    const sentence = 'Not in Slack: #customers is archived: unarchive it or choose another channel.';
    await expect(row).toContainText(sentence, { timeout: waitMs });
    await expect(row.getByRole('img', { name: 'Not in Slack' })).toBeVisible();
    await expect(sidebar.getByRole('region', { name: 'State' })).toContainText('#customers is archived');
    await row.getByRole('button', { name: 'Send again' }).click();
    await expect(row).toContainText(sentence, { timeout: waitMs });
    await expect(messagesIn(sidebar)).toContainText('firmware');
    office.slack.unarchive('customers');
    await expect(receiptOf('Into the archive')).toBeVisible({ timeout: waitMs });
    await expect(sidebar.getByRole('region', { name: 'State' })).not.toContainText('archived', { timeout: waitMs });
    expect(countInSlack('Into the archive')).toBe(1);
  });

  test('what is said, changed, deleted and felt in Slack shows here', async () => {
    const ts = toSlack('tom', 'The <https://larkfield.example/fw|new one> has a bug');
    const row = messageIn(sidebar, 'has a bug');
    await expect(row.getByRole('link', { name: 'new one' })).toHaveAttribute('href', 'https://larkfield.example/fw');
    await expect(row).toContainText('Tom Okafor');
    await expect(row.getByText('Slack guest')).toHaveCount(0);
    office.slack.edit({ channel: card.channel, ts }, 'The new one has two bugs');
    await expect(messageIn(sidebar, 'has two bugs')).toContainText('edited');
    office.slack.react({ channel: card.channel, ts, user: 'priya', name: 'eyes' });
    await expect(messageIn(sidebar, 'has two bugs').getByRole('button', { name: '👀 1: Priya Nair' })).toBeVisible();
    office.slack.unreact({ channel: card.channel, ts, user: 'priya', name: 'eyes' });
    await expect(messageIn(sidebar, 'has two bugs').getByRole('button', { name: /👀/ })).toHaveCount(0);
    office.slack.remove({ channel: card.channel, ts });
    await expect(messageIn(sidebar, 'This message was deleted.')).toBeVisible();
    await expect(messagesIn(sidebar)).not.toContainText('two bugs');
  });

  test('what is changed, deleted and felt here shows in Slack', async () => {
    await write(sidebar, 'They shal measure again');
    const { message } = await inSlack('They shal');
    await pressOn(messageIn(sidebar, 'They shal'), 'Edit');
    await sidebar.getByRole('textbox', { name: 'Edit message' }).fill('They shall measure again');
    await sidebar.getByRole('button', { name: 'Save', exact: true }).click();
    const find = () => office.slack.findPost({ channel: card.channel, ts: message.ts })?.message;
    await expect.poll(() => find()?.text).toContain('They shall measure');
    await pressOn(messageIn(sidebar, 'They shall'), 'React');
    await sidebar.getByRole('textbox', { name: 'Search emoji' }).fill('thumbs up');
    await sidebar.getByRole('textbox', { name: 'Search emoji' }).press('Enter');
    await expect.poll(() => find()?.reactions?.map(({ name }) => name)).toEqual(['+1']);
    await pressOn(messageIn(sidebar, 'They shall'), 'More');
    await sidebar.getByRole('menuitem', { name: 'Delete' }).click();
    await expect.poll(() => countInSlack('They shall')).toBe(0);
  });

  test('a teammate writes there under the own name, with the picture that Slack has of them', async () => {
    office.slack.changeUser('tom', { image: 'https://larkfield.example/tom.png' });
    toSlack('tom', 'This is what I look like');
    await expect(messageIn(sidebar, 'what I look like')).toContainText('Tom Okafor');
    const tom = await office.as('Tom');
    const [discussion] = (await tom.discussions.list.query({})).cards;
    const target = { kind: 'discussion', discussionId: discussion!.id } as const;
    await tom.discussions.post.mutate({ messageId: createId<MessageId>(), target, body: 'And from beside the mail' });
    const { message } = await inSlack('And from beside');
    expect(message.username).toBe('Tom Okafor');
    expect(Object.values(message.icons ?? {})).toContain('https://larkfield.example/tom.png');
  });

  test('files go both ways', async () => {
    const note = { name: 'serials.csv', mimeType: 'text/csv', buffer: Buffer.from('20-1187\n20-1188\n') };
    await sidebar.locator('input[type=file]').setInputFiles(note);
    await expect(sidebar.getByText('uploading…')).toHaveCount(0);
    await write(sidebar, 'The four serials');
    await expect
      .poll(
        () =>
          [...office.slack.workspace.files.values()].map(({ name, data }) => [
            name,
            Buffer.from(data ?? []).toString(),
          ]),
        { timeout: waitMs },
      )
      .toEqual([[note.name, note.buffer.toString()]]);
    office.slack.say({
      channel: 'customers',
      user: 'tom',
      text: 'and the log',
      threadTs: card.message.ts,
      files: [{ name: 'drift.log', data: '3.1' }],
    });
    await expect(messageIn(sidebar, 'and the log').getByRole('link', { name: /drift\.log/ })).toBeVisible();
  });

  test('somebody of Slack who is no teammate here is shown as a Slack guest', async () => {
    office.slack.addUser({
      name: 'lena',
      realName: 'Lena Berg',
      displayName: 'Lena B.',
      email: 'lena@larkfield.example',
    });
    office.slack.join('customers', 'lena');
    toSlack('lena', 'I have seen this before');
    await expect(messageIn(sidebar, 'seen this before')).toContainText('Lena B.');
    await expect(messageIn(sidebar, 'seen this before').getByText('Slack guest')).toBeVisible();
  });

  test('a channel with outsiders is refused with a sentence, and one that gets some is left at once', async () => {
    await sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await sidebar.getByRole('menuitem', { name: 'Change the Slack channel' }).click();
    const dialog = sidebar.getByRole('dialog', { name: 'Slack channel' });
    const shared = dialog.getByRole('button', { name: /with-brightwater/ });
    await expect(shared).toContainText('has people from outside your company');
    await expect(shared).toHaveAttribute('aria-disabled', 'true');
    await shared.click({ force: true });
    await expect(dialog).toBeVisible();
    await sidebar.getByRole('textbox', { name: 'Find a channel' }).press('Escape');
    await expect(dialog).toHaveCount(0);
    office.slack.shareExternally('customers');
    await expect(sidebar.getByRole('region', { name: 'State' })).toContainText('has people from outside your company');
    const before = office.slack.messages('customers').length;
    await write(sidebar, 'Not for strangers');
    await expect(messageIn(sidebar, 'Not for strangers')).toContainText('has people from outside your company', {
      timeout: waitMs,
    });
    expect(office.slack.messages('customers')).toHaveLength(before);
    office.slack.shareExternally('customers', 'off');
    await expect(sidebar.getByRole('region', { name: 'State' })).not.toContainText('outside your company', {
      timeout: waitMs,
    });
  });

  test('when the app is taken out of the workspace, everything says so and the discussion goes on', async () => {
    office.slack.uninstall();
    await expect(sidebar.getByRole('region', { name: 'State' })).toContainText(
      /removed|uninstalled|disconnected|taken/i,
      { timeout: waitMs },
    );
    await write(sidebar, 'Then among ourselves');
    await expect(messageIn(sidebar, 'Then among ourselves')).toBeVisible();
    const options = await desk.context.newPage();
    await options.goto(`${extensionUrl('options.html')}#slack`);
    await expect(options.getByRole('button', { name: 'Connect Slack' })).toBeVisible();
    await expect(options.getByRole('main')).toContainText(/removed|uninstalled|disconnected|taken/i);
    await options.close();
    await page.reload();
  });
});
