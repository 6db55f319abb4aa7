import { expect } from '@playwright/test';
import { getThread, mara } from '#tests/support/mail-data.ts';
import { owner } from '#tests/support/larkfield.ts';
import { findSidebar } from '#tests/support/extension.ts';
import {
  contactIn,
  extensionUrl,
  messagesIn,
  signInFromPopup,
  useWithThisAccount,
  write,
} from '#tests/support/sidebar.ts';
import { createSteps } from './steps.ts';
import type { World } from './world.ts';

const question = 'Can we promise Grace **two deliveries**? Tom, you know the March schedule.';
const answer = 'Yes: half on the 9th, the rest on the 23rd. I told the workshop.';

/** The main job, once through, as a person does it; every step waits for what that person would see. */
export async function walk({ context, server, slack, gmail }: World): Promise<void> {
  const { step } = createSteps();
  const thread = getThread(mara.address, 'Re: Spring order for the greenhouses');
  const other = getThread(mara.address, 'Flow meters drift after the firmware update');

  await step('Sign in from the popup', () => signInFromPopup(context, server.url, owner));

  await step('Connect Slack and choose #customers', async () => {
    const options = await context.newPage();
    await options.goto(`${extensionUrl('options.html')}#slack`);
    const opened = context.waitForEvent('page');
    await options.getByRole('button', { name: 'Connect Slack' }).click();
    const consent = await opened;
    const closed = consent.waitForEvent('close');
    await consent.getByRole('button', { name: 'Allow' }).click();
    await closed;
    await expect(options.getByText(`Connected by ${owner.name}`)).toBeVisible();
    slack.join('customers', 'bot');
    await options.getByRole('button', { name: 'Choose channel' }).click();
    await options
      .getByRole('list', { name: 'Channels' })
      .getByRole('button', { name: /customers/ })
      .click();
    await expect(options.getByText('New discussions go to #customers.')).toBeVisible();
    return options;
  });

  const page = await context.newPage();
  await step('Open Gmail and switch Sidethread on for this account', async () => {
    await page.goto(gmail.urlOfList());
    const sidebar = await findSidebar(page);
    await useWithThisAccount(sidebar);
    await expect(sidebar.getByRole('main', { name: 'Discussions' })).toBeVisible();
    return page;
  });
  const sidebar = await findSidebar(page);

  await step('Open a thread: who is it, and what does the team say', async () => {
    await page.getByText(thread.subject).first().click();
    await expect(contactIn(sidebar)).toContainText('Grace Whitcombe');
    return page;
  });

  await step('Save the sender as a contact', async () => {
    await sidebar.getByRole('button', { name: 'Save contact' }).click();
    await expect(contactIn(sidebar)).toContainText('Whitcombe');
    return page;
  });

  await step('Write to the team', async () => {
    await write(sidebar, question);
    await expect(messagesIn(sidebar)).toContainText('two deliveries');
    return page;
  });

  const channel = await context.newPage();
  await step('See it in the Slack channel’s thread', async () => {
    const arrived = await slack.waitForMessage(({ text }) => text.includes('March schedule'), 20_000);
    const query = new URLSearchParams({ channel: arrived.channel, thread: arrived.message.thread_ts ?? '' });
    await channel.goto(`${slack.url}/?${query}`);
    await expect(channel.locator('#thread')).toContainText('March schedule');
    await expect(sidebar.getByRole('link', { name: /In Slack/ })).toBeVisible();
    return channel;
  });

  await step('A teammate answers in Slack; it appears without a reload', async () => {
    await channel.getByLabel('You are').selectOption({ label: 'Tom Okafor' });
    const reply = channel.getByPlaceholder('Reply');
    await reply.fill(answer);
    await reply.press('Enter');
    await expect(messagesIn(sidebar)).toContainText('half on the 9th');
    return page;
  });

  await step('Switch threads', async () => {
    await page.goto(gmail.urlOf(other));
    await expect(contactIn(sidebar)).toContainText('Jack Daniels');
    await expect(sidebar.getByText('half on the 9th')).toBeHidden();
    return page;
  });

  await step('Come back: everything is there', async () => {
    await page.goBack();
    await expect(messagesIn(sidebar)).toContainText('two deliveries');
    await expect(messagesIn(sidebar)).toContainText('half on the 9th');
    return page;
  });
}
