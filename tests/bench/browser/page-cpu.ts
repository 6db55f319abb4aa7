import type { Page } from 'playwright-core';

/** CPU in ms that the page's main thread used for tasks while `work` ran; other programs don't count. */
export async function measureTasks(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await read();
  await work();
  const used = (await read()) - before;
  await session.detach();
  return used;
}

/** CPU in ms that all of the browser's processes used while `work` ran. */
export async function measureBrowser(page: Page, work: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The browser can not be asked for its processes.');
  const session = await browser.newBrowserCDPSession();
  const read = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
  };
  const before = await read();
  await work();
  const used = (await read()) - before;
  await session.detach();
  return used;
}
