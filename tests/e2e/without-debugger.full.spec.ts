import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { v7 } from 'uuid';
import { findChromium } from '#tests/support/chromium.ts';
import { buildExtension } from '#tests/support/extension.ts';
import { owner } from '#tests/support/larkfield.ts';
import { serveGmailOverTls } from './gmail-over-tls.ts';
import { accountOf, createOffice } from './office.ts';
import { useAccount } from './use-account.ts';
import { messagesIn, write } from '#tests/support/sidebar.ts';

const lifeMs = 3 * 60_000;
const sayEveryMs = 20_000;
const lastSilenceMs = 70_000;
const arriveWithinMs = 5_000;

/**
 * A browser under a debugger never kills a worker for being idle, so this one runs without. It can only be judged from
 * the server: the sidebar marks as read what it has shown.
 */
test('live updates arrive for three minutes in a browser that nobody watches', async () => {
  test.setTimeout(lifeMs + lastSilenceMs + 120_000);
  const userDataDir = await mkdtemp(join(tmpdir(), 'sidethread-undebugged-'));
  const office = await createOffice();
  const { api } = office;
  const account = accountOf(owner);
  const desk = await office.seat({ userDataDir });
  const url = desk.gmail.urlOf(account.threads[0] ?? failNoThread());
  const { sidebar } = await desk.open(url);
  await useAccount(sidebar);
  await write(sidebar, 'to begin with');
  await expect(messagesIn(sidebar)).toContainText('to begin with');
  await expect.poll(async () => (await api.discussions.list.query({})).cards.length).toBe(1);
  await desk.browser.close();

  const gmail = await serveGmailOverTls({ accounts: [account] });
  const browser = await startUndebugged({ userDataDir, gmailPort: gmail.port, url });
  try {
    const [card] = (await api.discussions.list.query({})).cards;
    const discussionId = card?.id ?? '';
    const teammate = await office.as('Tom');
    const sayAndSee = async (body: string, withinMs: number): Promise<void> => {
      const target = { kind: 'discussion', discussionId } as const;
      const { message } = await teammate.discussions.post.mutate({ messageId: v7(), target, body });
      const readSeq = async () => (await api.discussions.get.query({ discussionId })).lastReadSeq;
      await expect.poll(readSeq, { timeout: withinMs, intervals: [200] }).toBeGreaterThanOrEqual(message.seq);
    };
    await sayAndSee('the browser is up', 60_000);
    for (let spentMs = 0; spentMs < lifeMs; spentMs += sayEveryMs) {
      await new Promise((resolve) => setTimeout(resolve, sayEveryMs));
      await sayAndSee(`after ${spentMs + sayEveryMs} ms`, arriveWithinMs);
    }
    await new Promise((resolve) => setTimeout(resolve, lastSilenceMs));
    await sayAndSee('after a long silence', arriveWithinMs);
  } finally {
    await browser.close();
    await gmail.close();
    await office.close();
    await rm(userDataDir, { recursive: true, force: true });
  }
});

function failNoThread(): never {
  throw new Error('There is no thread.');
}

async function startUndebugged(options: { userDataDir: string; gmailPort: number; url: string }) {
  const extensionDir = await buildExtension();
  const isRoot = process.getuid?.() === 0;
  const child = spawn(
    await findChromium(),
    [
      '--headless=new',
      ...(isRoot ? ['--no-sandbox'] : []),
      `--user-data-dir=${options.userDataDir}`,
      `--disable-extensions-except=${extensionDir}`,
      `--load-extension=${extensionDir}`,
      `--host-resolver-rules=MAP mail.google.com 127.0.0.1:${options.gmailPort}`,
      '--ignore-certificate-errors',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--window-size=1280,800',
      options.url,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  return {
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
