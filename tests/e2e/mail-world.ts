import type { Frame, Page, Worker } from 'playwright-core';
import { expect } from '@playwright/test';
import { findSidebar, startBrowserWithExtension, type ExtensionBrowserOptions } from '#tests/support/extension.ts';
import { serveGmail } from '#tests/support/gmail/serve-gmail.ts';
import { owner, people } from '#tests/support/larkfield.ts';
import { company, listThreads, mara } from '#tests/support/mail-data.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { joinTeam, setUpTeam, signIn } from '#tests/support/team-over-http.ts';
import { createTestDatabase } from '#tests/support/test-database.ts';

export type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;
export type MailServer = Awaited<ReturnType<typeof createMailServer>>;

/** The invented company's server with a team of three, on a database of its own. */
export async function createMailServer() {
  const database = await createTestDatabase();
  const settings = { DATABASE_URL: database.url, SECRET: 'a-secret-for-tests-only-0123456789abcdef', PORT: '0' };
  let server: ServerProcess = await startServerProcess(settings);
  const { url } = server;
  await setUpTeam(server, owner, company.name);
  const { api } = await signIn(url, owner);
  for (const person of people) if (person.email !== owner.email) await joinTeam(server, api, person);
  return {
    url,
    database,
    /** What the owner can do over HTTP, without a browser. */
    api,
    signIn: (email: string) => {
      const person = people.find((each) => each.email === email) ?? owner;
      return signIn(url, person);
    },
    kill: () => server.kill(),
    /** Starts it again at the same address. */
    async restart() {
      server = await startServerProcess({ ...settings, PORT: new URL(url).port });
    },
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/** A signed-in browser on a served Gmail, beside a server with a team. */
export async function createMailWorld(options: ExtensionBrowserOptions = {}) {
  const server = await createMailServer();
  const browser = await startBrowserWithExtension(options);
  const account = { name: mara.name, address: mara.address, threads: listThreads(mara.address) };
  const gmail = await serveGmail(browser.context, { accounts: [account] });
  return {
    server,
    browser,
    gmail,
    threads: account.threads,
    async signIn() {
      const popup = await browser.context.newPage();
      await popup.goto(browser.urlOf('popup.html'));
      const opened = browser.context.waitForEvent('page');
      const answer = askWorker(popup, 'session.sign-in', { serverUrl: server.url });
      const window = await opened;
      await window.getByLabel('E-mail').fill(owner.email);
      await window.getByLabel('Password').fill(owner.password);
      await window.getByRole('button', { name: 'Sign in', exact: true }).click();
      await window.getByRole('button', { name: 'Allow' }).click();
      expect(await answer).toMatchObject({ ok: true });
      await popup.close();
    },
    async open(url: string): Promise<{ page: Page; sidebar: Frame }> {
      const page = await browser.context.newPage();
      await page.goto(url);
      return { page, sidebar: await findSidebar(page) };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Answers the one question that a new account is asked. */
export async function useAccount(sidebar: Frame): Promise<void> {
  await sidebar.getByRole('button', { name: /^Open Sidethread/ }).click();
  await sidebar.getByRole('button', { name: 'Use with this account' }).click();
  await expect(composerOf(sidebar)).toBeVisible();
}

/** Where one writes to the team. */
export function composerOf(sidebar: Frame) {
  return sidebar.getByRole('region', { name: 'Write to your team' }).getByRole('textbox');
}

/** The discussion's messages. */
export function messagesOf(sidebar: Frame) {
  return sidebar.getByRole('log', { name: 'Messages' });
}

/** Writes to the team as a person does. */
export async function write(sidebar: Frame, text: string): Promise<void> {
  await composerOf(sidebar).fill(text);
  await composerOf(sidebar).press('ControlOrMeta+Enter');
}

/** Sends a request to the worker from one of the extension's own documents. */
export function askWorker(from: Page | Frame, request: string, input: unknown): Promise<unknown> {
  return from.evaluate(
    (envelope) => {
      const { chrome } = globalThis as unknown as {
        chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } };
      };
      return chrome.runtime.sendMessage(envelope);
    },
    { request, input },
  );
}

/** Keys of everything that the extension keeps on disk. */
export function readStoredKeys(worker: Worker): Promise<string[]> {
  return worker.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { get(keys: null): Promise<object> } } };
    };
    return Object.keys(await chrome.storage.local.get(null));
  });
}
