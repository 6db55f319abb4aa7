import type { CDPSession, Page } from 'playwright-core';

/** When our content script told the worker what is open: epoch ms by subject. */
export interface SentTimes {
  read(): Promise<Readonly<Record<string, number>>>;
}

const hook = `(() => {
  const send = chrome.runtime.sendMessage;
  globalThis.benchSent = {};
  chrome.runtime.sendMessage = (...args) => {
    const { request, input } = args[0] ?? {};
    if (request === 'page.email' && input.state === 'open')
      globalThis.benchSent[input.subject] = performance.timeOrigin + performance.now();
    return send.apply(chrome.runtime, args);
  };
})()`;

/** Listens at the content script's own way out, in its world. The page must be loaded. */
export async function watchSent(page: Page): Promise<SentTimes> {
  const session = await page.context().newCDPSession(page);
  const contextId = await findContentWorld(session);
  await session.send('Runtime.evaluate', { expression: hook, contextId });
  return {
    read: async () => {
      const { result } = await session.send('Runtime.evaluate', {
        expression: 'globalThis.benchSent',
        contextId,
        returnByValue: true,
      });
      return result.value as Record<string, number>;
    },
  };
}

async function findContentWorld(session: CDPSession): Promise<number> {
  const found = new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin.startsWith('chrome-extension://')) resolve(context.id);
    });
  });
  await session.send('Runtime.enable');
  return found;
}
