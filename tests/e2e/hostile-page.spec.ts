import { expect, test } from '@playwright/test';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { extensionId } from '#shared/extension-id.ts';
import { createOffice, type Desk, type Office } from './office.ts';
import { useAccount } from './use-account.ts';
import { composerIn, messagesIn, write } from '#tests/support/sidebar.ts';

const secret = 'only our team may read this';

test.describe('a hostile page at the webmail’s origin', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    desk = await office.seat();
    const [thread] = desk.threads;
    if (thread === undefined) throw new Error('There is no thread.');
    ({ page, sidebar } = await desk.open(desk.gmail.urlOf(thread)));
    await useAccount(sidebar);
    await write(sidebar, secret);
    await expect(messagesIn(sidebar)).toContainText(secret);
    await expect.poll(async () => (await readMessages()).length).toBe(1);
  });

  test.afterAll(() => office.close());

  async function readMessages(): Promise<string[]> {
    const { cards } = await office.api.discussions.list.query({});
    const all = await Promise.all(cards.map(({ id }) => office.api.discussions.get.query({ discussionId: id })));
    return all.flatMap(({ messages }) => messages.map(({ body }) => body));
  }

  /** Text in every frame of our extension but the one that is paired. */
  async function readStrangers(): Promise<string> {
    const strangers = page.frames().filter((frame) => frame !== sidebar && frame.url().startsWith('chrome-extension:'));
    const texts = await Promise.all(strangers.map((frame) => frame.evaluate(() => document.body.innerText)));
    return texts.join('');
  }

  /** What comes of a picture in the sidebar: `shown`, or the rule that refused it. */
  function tryToShow(url: string): Promise<string> {
    return sidebar.evaluate(
      (src) =>
        new Promise<string>((resolve) => {
          const once = { once: true };
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), once);
          const picture = new Image();
          picture.addEventListener('load', () => resolve('shown'));
          picture.src = src;
        }),
      url,
    );
  }

  async function clickAt(box: { x: number; y: number; width: number; height: number } | null): Promise<void> {
    if (box === null) throw new Error('There is nothing to click.');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  test('pictures come from the server that one is signed in to and from nowhere else', async () => {
    expect(await tryToShow('https://pictures.example/a.png')).toBe('img-src');
    expect(await tryToShow('http://127.0.0.1:9/a.png')).toBe('img-src');
  });

  test('finds no way into the frame', async () => {
    const found = await page.evaluate(() => {
      const bytes: string[] = [];
      const attempt = (read: () => unknown): void => {
        try {
          const value = read();
          if (typeof value === 'string') bytes.push(value);
        } catch {
          // Refused, as it should be.
        }
      };
      const frames = Array.from({ length: window.length }, (_, index) => window[index] as Window);
      for (const frame of frames) {
        attempt(() => frame.document.documentElement.outerHTML);
        attempt(() => frame.location.href);
        attempt(() => (frame as unknown as { chrome: { runtime: { id: string } } }).chrome.runtime.id);
      }
      for (const host of document.querySelectorAll('*')) attempt(() => host.shadowRoot?.innerHTML);
      return { frames: frames.length, bytes: bytes.filter((text) => /iframe|chrome-extension|team/.test(text)) };
    });
    // A frame in a closed shadow tree is not even among the window's frames.
    expect(found).toEqual({ frames: 0, bytes: [] });
  });

  test('learns nothing that opens the frame from what the browser tells of loading', async () => {
    const urls = await page.evaluate(() => performance.getEntries().map(({ name }) => name));
    for (const url of urls.filter((each) => each.startsWith('chrome-extension:'))) {
      await page.evaluate((src) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        document.body.append(frame);
      }, url);
    }
    expect(urls.filter((url) => url.includes('#') && url.startsWith('chrome-extension:'))).toEqual([]);
    expect(await readStrangers()).toBe('');
  });

  test('gets nothing by framing or opening our pages', async () => {
    const before = page.frames().length;
    for (const name of ['sidebar.html', 'popup.html', 'options.html']) {
      await page.evaluate(
        (src) => {
          const frame = document.createElement('iframe');
          frame.src = src;
          document.body.append(frame);
        },
        `chrome-extension://${extensionId}/${name}#${'a'.repeat(43)}`,
      );
    }
    await expect.poll(() => page.frames().length).toBe(before + 3);
    expect(await readStrangers()).toBe('');
  });

  test('gets nothing by forging messages', async () => {
    const heard = await page.evaluate(async () => {
      const answers: unknown[] = [];
      window.addEventListener('message', ({ data }) => answers.push(data));
      const forged = [
        { request: 'discussion.search', input: { query: '' } },
        { request: 'message.post', input: {} },
        { overlayCommand: { kind: 'set', settings: { collapsed: true } } },
        { topic: 'tab', value: null },
        { watch: 'tab' },
      ];
      for (let index = 0; index < window.length; index += 1) {
        for (const message of forged) window[index]?.postMessage(message, '*');
      }
      for (const message of forged) window.postMessage(message, '*');
      const { chrome } = window as unknown as { chrome?: { runtime?: unknown } };
      await new Promise((resolve) => setTimeout(resolve, 300));
      const own = new Set(forged.map((message) => JSON.stringify(message)));
      return {
        runtime: typeof chrome?.runtime,
        answers: answers.filter((answer) => !own.has(JSON.stringify(answer))),
      };
    });
    expect(heard).toEqual({ runtime: 'undefined', answers: [] });
    await expect(messagesIn(sidebar)).toContainText(secret);
    expect(await readMessages()).toEqual([secret]);
  });

  test('can’t make a click count while it covers the sidebar', async () => {
    await composerIn(sidebar).fill('clicked by trickery');
    const button = await sidebar.getByRole('button', { name: 'Post', exact: true }).boundingBox();
    await page.evaluate(() => {
      const cover = document.createElement('div');
      cover.id = 'cover';
      cover.popover = 'manual';
      cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;background:#fff;pointer-events:none';
      document.body.append(cover);
      cover.showPopover();
    });
    // The browser looks ten times a second whether the frame is seen: click where it does no harm until it knows.
    await expect(async () => {
      await clickAt(await messagesIn(sidebar).boundingBox());
      await expect(sidebar.getByText(/Something covers/)).toBeVisible({ timeout: 200 });
    }).toPass();
    await clickAt(button);
    expect(await readMessages()).toEqual([secret]);
    await expect(composerIn(sidebar)).toHaveValue('clicked by trickery');
    await page.evaluate(() => document.querySelector('#cover')?.remove());
  });

  test('even from inside the content script’s world there is no token and no discussion', async () => {
    const inside = await enterContentScript(page);
    expect(await inside.evaluate(`chrome.storage.local.get(null).then(() => 'read', () => 'refused')`)).toBe('refused');
    expect(await inside.evaluate(`chrome.storage.session.get(null).then(() => 'read', () => 'refused')`)).toBe(
      'refused',
    );
    for (const request of ['discussion.search', 'message.post', 'session.sign-out', 'view.pair', 'device.list']) {
      const answer = await inside.evaluate(`chrome.runtime.sendMessage({ request: '${request}', input: null })`);
      expect(answer).toEqual({ ok: false, problem: expect.objectContaining({ code: 'not-allowed' }) });
    }
    const heard = await inside.evaluate(`new Promise((resolve) => {
      const port = chrome.runtime.connect({ name: 'watch' });
      port.onMessage.addListener(resolve);
      port.onDisconnect.addListener(() => resolve('closed'));
      port.postMessage({ watch: 'tab' });
    })`);
    expect(heard).toBe('closed');
  });

  test('nobody else may frame the sidebar', async () => {
    await desk.browser.context.route('https://elsewhere.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><iframe src="chrome-extension://${extensionId}/sidebar.html"></iframe>`,
      }),
    );
    const other = await desk.browser.context.newPage();
    await other.goto('https://elsewhere.example/');
    expect(other.frames().map((frame) => frame.url())).toEqual([
      'https://elsewhere.example/',
      'chrome-error://chromewebdata/',
    ]);
  });
});

/** Runs code where the content script runs: as far as a page could ever get by breaking out of its own world. */
async function enterContentScript(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const found = new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin === `chrome-extension://${extensionId}`) resolve(context.id);
    });
  });
  await session.send('Runtime.enable');
  const contextId = await found;
  return {
    async evaluate(expression: string): Promise<unknown> {
      const { result } = await session.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      return result.value;
    },
  };
}
