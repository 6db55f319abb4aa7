import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright-core';
import type { MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { company, outsiders } from '#tests/support/mail-data.ts';
import { contactIn, messageIn, write } from '#tests/support/sidebar.ts';
import { createOffice } from './office.ts';

const folder = join(import.meta.dirname, '../../.artifacts/screenshots');
const mostBytes = 200_000;

/** The README's pictures, from the product as it is; a new one is copied to `.github/screenshots` by hand. */
test('the README’s pictures show what a person sees', async () => {
  test.setTimeout(120_000);
  const office = await createOffice({ slack: true });
  const desk = await office.seat({ viewport: { width: 1280, height: 760 } });
  const { page, sidebar } = await desk.openThread('Re: Spring');
  await page.emulateMedia({ reducedMotion: 'reduce' });

  await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
  await contactIn(sidebar).locator('button[aria-expanded]').first().click();
  await contactIn(sidebar)
    .getByRole('button', { name: /^Status: / })
    .click();
  await sidebar.getByRole('menuitemradio', { name: 'Customer', exact: true }).click();
  await contactIn(sidebar).locator('button[aria-expanded]').first().click();
  await sidebar.getByRole('button', { name: 'Dismiss' }).click();

  const tom = await office.as('Tom');
  const tomId = (await tom.session.get.query()).user.id;
  await write(sidebar, 'Can we promise Grace **two deliveries**? The greenhouses open on the 16th.');
  const asked = await office.slack.waitForMessage(({ text }) => text.includes('two deliveries'), 15_000);
  const threadTs = asked.message.thread_ts ?? '';
  const priya = office.slack.workspace.getUser('priya').id;
  office.slack.say({
    channel: 'customers',
    user: 'tom',
    threadTs,
    text: `Yes: half on the 9th, the rest on the 23rd. <@${priya}> has the probes ready.`,
  });
  await expect(messageIn(sidebar, 'half on the 9th')).toContainText('Tom Okafor');
  office.slack.say({
    channel: 'customers',
    user: 'priya',
    threadTs,
    text: 'Twelve are calibrated, twelve more by Friday.',
  });
  await expect(messageIn(sidebar, 'Twelve are')).toBeVisible();
  const [card] = (await tom.discussions.list.query({})).cards;
  const answer = (await tom.discussions.get.query({ discussionId: card!.id })).messages.at(-1);
  for (const api of [tom, office.api])
    await api.discussions.react.mutate({ discussionId: card!.id, messageId: answer!.id, emoji: '🎉', on: true });
  const target = { kind: 'discussion', discussionId: card!.id } as const;
  await office.api.discussions.post.mutate({
    messageId: createId<MessageId>(),
    target,
    body: `Perfect. @[Tom Okafor](user:${tomId}), I’ll tell her:\n- 9 March: 12 probes\n- 23 March: 12 probes`,
  });
  await expect(messageIn(sidebar, 'I’ll tell her').getByRole('link', { name: 'In Slack. Open there' })).toBeVisible();
  await expect(sidebar.getByRole('button', { name: 'Discussions', exact: true })).toBeVisible();
  await page.mouse.move(10, 10);
  await picture(page, 'sidebar-light');
  desk.gmail.change({ theme: 'dark' });
  const dark = await desk.openThread('Re: Spring');
  await expect(dark.sidebar.locator('html[data-theme=dark]')).toBeAttached();
  await expect(messageIn(dark.sidebar, 'I’ll tell her')).toBeVisible();
  await expect(contactIn(dark.sidebar)).toContainText(outsiders.grace.name);
  await picture(dark.page, 'sidebar-dark');

  const slack = await desk.context.newPage();
  await slack.setViewportSize({ width: 1280, height: 840 });
  await slack.goto(`${office.slack.url}/?${new URLSearchParams({ channel: asked.channel, thread: threadTs })}`);
  await expect(slack.locator('#thread')).toContainText('I’ll tell her');
  await expect(slack.locator('body')).toContainText(company.name);
  await picture(slack, 'slack-thread');
  await office.close();
});

async function picture(page: Page, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  expect((await stat(path)).size).toBeLessThan(mostBytes);
}
