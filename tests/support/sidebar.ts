import { expect } from '@playwright/test';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { extensionId } from '#shared/extension-id.ts';
import type { HttpPerson } from './team-over-http.ts';

/** Where the extension's own pages stand in a browser that loaded our build. */
export function extensionUrl(page: 'popup.html' | 'options.html' | 'welcome.html' | 'inbox.html'): string {
  return `chrome-extension://${extensionId}/${page}`;
}

/** Signs in from the popup (opened in a tab), through the window that the browser opens for it. */
export async function signInFromPopup(
  context: BrowserContext,
  serverUrl: string,
  person: Pick<HttpPerson, 'email' | 'password'>,
): Promise<Page> {
  const popup = await context.newPage();
  await popup.goto(extensionUrl('popup.html'));
  await popup.getByLabel('Server').fill(serverUrl);
  const opened = context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  const window = await opened;
  await window.getByLabel('E-mail').fill(person.email);
  await window.getByLabel('Password').fill(person.password);
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  const closed = window.waitForEvent('close');
  await window.getByRole('button', { name: 'Allow' }).click();
  await closed;
  await expect(popup.getByRole('button', { name: 'Sign out' })).toBeVisible();
  return popup;
}

/** Answers the one question that a new account is asked. */
export async function useWithThisAccount(sidebar: Frame): Promise<void> {
  await sidebar.getByRole('button', { name: /^Open Sidethread/ }).click();
  const use = sidebar.getByRole('button', { name: 'Use with this account' });
  await use.waitFor();
  // No person is as quick as a script: a click right after the panel has grown counts as one on something that moved.
  await expect(async () => {
    if (await use.isVisible()) await use.click({ timeout: 1000 });
    await expect(use).toBeHidden({ timeout: 1000 });
  }).toPass();
}

/** Who wrote the mail. */
export function contactIn(sidebar: Frame): Locator {
  return sidebar.getByRole('region', { name: 'Contact' });
}

/** What the sidebar says it is about: the open mail's subject, or "Discussions" in a list. */
export function titleIn(sidebar: Frame): Locator {
  return sidebar.getByRole('heading', { level: 1 });
}

/** The list of my discussions, each a button. */
export function cardsIn(sidebar: Frame): Locator {
  return sidebar.getByRole('main', { name: 'Discussions' }).getByRole('listitem').getByRole('button');
}

/** One message of the discussion, by what it says. */
export function messageIn(sidebar: Frame, text: string | RegExp): Locator {
  return messagesIn(sidebar).getByRole('article').filter({ hasText: text });
}

/** Presses one of a message's actions, which show while it is pointed at; a row that has just come may still move. */
export async function pressOn(message: Locator, action: string): Promise<void> {
  await expect(async () => {
    await message.hover({ timeout: 2_000 });
    await message.getByRole('button', { name: action }).click({ timeout: 2_000 });
  }).toPass();
}

/** The list of a discussion's messages. */
export function messagesIn(sidebar: Frame): Locator {
  return sidebar.getByRole('log', { name: 'Messages' });
}

/** Where one writes to the team. */
export function composerIn(sidebar: Frame): Locator {
  return sidebar.getByRole('region', { name: 'Write to your team' }).getByRole('textbox');
}

/** Writes to the team as a person does. */
export async function write(sidebar: Frame, text: string): Promise<void> {
  await composerIn(sidebar).fill(text);
  await composerIn(sidebar).press('ControlOrMeta+Enter');
}
