import { expect } from '@playwright/test';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { extensionId } from '#shared/extension-id.ts';
import type { HttpPerson } from './team-over-http.ts';

/** Where the extension's own pages stand in a browser that loaded our build. */
export function extensionUrl(page: 'popup.html' | 'options.html'): string {
  return `chrome-extension://${extensionId}/${page}`;
}

/** Our one frame in a webmail tab. */
export function sidebarOf(page: Page): FrameLocator {
  return page.frameLocator('iframe[src*="sidebar.html"]');
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

/** Switches the sidebar on for the account that the tab shows. */
export async function useWithThisAccount(page: Page): Promise<void> {
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('button', { name: /^Open Sidethread/ }).click();
  await sidebar.getByRole('button', { name: 'Use with this account' }).click();
}

/** The list of a discussion's messages. */
export function messagesIn(page: Page) {
  return sidebarOf(page).getByRole('log', { name: 'Messages' });
}

/** Writes to the team as a person does: into the composer, then Ctrl+Enter. */
export async function post(page: Page, text: string): Promise<void> {
  const composer = sidebarOf(page).getByRole('region', { name: 'Write to your team' }).getByRole('textbox');
  await composer.fill(text);
  await composer.press('ControlOrMeta+Enter');
}
