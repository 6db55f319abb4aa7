import type { Frame, Page, Worker } from 'playwright-core';
import { expect } from '@playwright/test';
import { z } from 'zod';
import type { RecordingProxy } from './recording-proxy.ts';
import { findSidebar, startBrowserWithExtension, type ExtensionBrowserOptions } from '#tests/support/extension.ts';
import { serveGmail } from '#tests/support/gmail/serve-gmail.ts';
import { owner, people } from '#tests/support/larkfield.ts';
import { company, listThreads, mara } from '#tests/support/mail-data.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { composerIn, signInFromPopup, useWithThisAccount } from '#tests/support/sidebar.ts';
import { joinTeam, setUpTeam, signIn } from '#tests/support/team-over-http.ts';
import { createTestDatabase } from '#tests/support/test-database.ts';

export type MailWorld = Awaited<ReturnType<typeof createMailWorld>>;

/** The invented company's server with a team of three, on a database of its own; `proxy` stands before it. */
async function createMailServer(proxy?: RecordingProxy) {
  const database = await createTestDatabase();
  const settings = { DATABASE_URL: database.url, SECRET: 'a-secret-for-tests-only-0123456789abcdef' };
  if (proxy !== undefined) Object.assign(settings, { PUBLIC_URL: proxy.url });
  let server: ServerProcess = await startServerProcess(settings);
  const { url } = server;
  const port = z.object({ port: z.number() }).parse(await server.whenLogged(({ msg }) => msg === 'listening')).port;
  proxy?.passTo(port);
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
      server = await startServerProcess({ ...settings, PORT: String(port) });
    },
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/** A signed-in browser on a served Gmail, beside a server with a team. */
export async function createMailWorld(options: ExtensionBrowserOptions & { proxy?: RecordingProxy } = {}) {
  const { proxy, ...browserOptions } = options;
  const server = await createMailServer(proxy);
  const browser = await startBrowserWithExtension(browserOptions);
  const account = { name: mara.name, address: mara.address, threads: listThreads(mara.address) };
  const gmail = await serveGmail(browser.context, { accounts: [account] });
  return {
    server,
    browser,
    gmail,
    threads: account.threads,
    async signIn() {
      const popup = await signInFromPopup(browser.context, server.url, owner);
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

/** Switches the sidebar on and waits until it shows the open mail. */
export async function useAccount(sidebar: Frame): Promise<void> {
  await useWithThisAccount(sidebar);
  await expect(composerIn(sidebar)).toBeVisible();
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

/** Whether a text is among what the extension keeps on disk. */
export function readStoredText(worker: Worker, text: string): Promise<boolean> {
  return worker.evaluate(async (wanted) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { get(keys: null): Promise<object> } } };
    };
    return JSON.stringify(await chrome.storage.local.get(null)).includes(wanted);
  }, text);
}
