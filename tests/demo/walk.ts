import { expect } from '@playwright/test';
import { getThread, mara } from '#tests/support/mail-data.ts';
import { owner } from '#tests/support/larkfield.ts';
import {
  extensionUrl,
  messagesIn,
  post,
  sidebarOf,
  signInFromPopup,
  useWithThisAccount,
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
    slack.join('customers', 'bot');
    await options.getByRole('button', { name: /^Choose a channel|^Change/ }).click();
    await options.getByRole('option', { name: /customers/ }).click();
    await expect(options.getByText('#customers')).toBeVisible();
    return options;
  });

  const page = await context.newPage();
  await step('Open Gmail and switch Sidethread on for this account', async () => {
    await page.goto(gmail.urlOfList());
    await useWithThisAccount(page);
    await expect(sidebarOf(page).getByRole('main', { name: 'Discussions' })).toBeVisible();
    return page;
  });

  await step('Open a thread: who is it, and what does the team say', async () => {
    await page.getByText(thread.subject).first().click();
    await expect(sidebarOf(page).getByRole('region', { name: 'Contact' })).toContainText('Grace Whitcombe');
    return page;
  });

  await step('Save the sender as a contact', async () => {
    await sidebarOf(page).getByRole('button', { name: 'Save contact' }).click();
    await expect(sidebarOf(page).getByRole('region', { name: 'Contact' })).toContainText('Whitcombe');
    return page;
  });

  await step('Write to the team', async () => {
    await post(page, question);
    await expect(messagesIn(page)).toContainText('two deliveries');
    return page;
  });

  const arrived = await slack.waitForMessage((message) => message.text.includes('March schedule'), 20_000);
  await step('See it in the Slack channel’s thread', async () => {
    await expect(
      sidebarOf(page)
        .getByRole('link', { name: /In Slack/ })
        .first(),
    ).toBeVisible();
    const channel = await context.newPage();
    await channel.goto(slack.url);
    await expect(channel.getByText('March schedule').first()).toBeVisible();
    return channel;
  });

  await step('A teammate answers in Slack; it appears without a reload', async () => {
    await page.bringToFront();
    slack.say({
      channel: 'customers',
      user: 'tom',
      text: answer,
      threadTs: arrived.message.thread_ts ?? arrived.message.ts,
    });
    await expect(messagesIn(page)).toContainText('half on the 9th');
    return page;
  });

  await step('Switch threads', async () => {
    await page.goto(gmail.urlOf(other));
    await expect(sidebarOf(page).getByRole('region', { name: 'Contact' })).toContainText('Jack Daniels');
    await expect(sidebarOf(page).getByText('half on the 9th')).toHaveCount(0);
    return page;
  });

  await step('Come back: everything is there', async () => {
    await page.goBack();
    await expect(messagesIn(page)).toContainText('two deliveries');
    await expect(messagesIn(page)).toContainText('half on the 9th');
    return page;
  });
}
