import type { Frame } from 'playwright-core';

/** Frames that the sidebar's document drew, and those of them that showed no thread's messages. */
export interface DrawnFrames {
  readonly all: number;
  readonly blank: number;
}

interface Watching {
  /** Epoch ms at which the thread with this subject had been painted whole. */
  whenPainted(subject: string): Promise<number>;
}

/** Begins to watch; a thread counts as shown when its heading and its last message are there. */
export async function watchPainted(sidebar: Frame): Promise<void> {
  await sidebar.evaluate(() => {
    const waiting = new Map<string, (paintedAt: number) => void>();
    function look(): void {
      const subject = document.querySelector('main h1')?.textContent ?? '';
      const text = document.querySelector('[role="log"]')?.textContent ?? '';
      const tell = waiting.get(subject);
      if (tell === undefined || !text.includes(`for ${subject}`)) return;
      waiting.delete(subject);
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.addEventListener('message', () => tell(performance.timeOrigin + performance.now()));
        after.port1.start();
        after.port2.postMessage(null);
      });
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
    const watching: Watching = {
      whenPainted: (subject) =>
        new Promise((resolve) => {
          waiting.set(subject, resolve);
          look();
        }),
    };
    Object.assign(globalThis, { benchWatching: watching });
  });
}

/** Ask before the thread is opened. */
export function whenPainted(sidebar: Frame, subject: string): Promise<number> {
  return sidebar.evaluate(
    (wanted) => (globalThis as unknown as { benchWatching: Watching }).benchWatching.whenPainted(wanted),
    subject,
  );
}

/**
 * Looks at every frame that the sidebar draws while `work` runs. Looking makes it draw without pause, so it is not
 * for while time is taken.
 */
export async function watchDrawn(sidebar: Frame, work: () => Promise<unknown>): Promise<DrawnFrames> {
  await sidebar.evaluate(() => {
    const drawn = { all: 0, blank: 0, isOver: false };
    const look = (): void => {
      drawn.all += 1;
      if (document.querySelector('[role="log"] p')?.checkVisibility() !== true) drawn.blank += 1;
      if (!drawn.isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(globalThis, { benchDrawn: drawn });
  });
  await work();
  return sidebar.evaluate(() => {
    const { benchDrawn } = globalThis as unknown as { benchDrawn: DrawnFrames & { isOver: boolean } };
    benchDrawn.isOver = true;
    return { all: benchDrawn.all, blank: benchDrawn.blank };
  });
}
