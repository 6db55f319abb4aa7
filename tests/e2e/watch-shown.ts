import type { Frame } from 'playwright-core';

/** What a sidebar showed at one moment. */
export interface Shown {
  /** What it said it was about. */
  title: string;
  text: string;
}

/** Writes down everything that the sidebar shows from now on, each change of it. */
export async function watchShown(sidebar: Frame): Promise<void> {
  await sidebar.evaluate(() => {
    const shown: { title: string; text: string }[] = [];
    const note = (): void => {
      const text = document.body.innerText;
      const title = document.querySelector('h1')?.textContent ?? '';
      const last = shown.at(-1);
      if (last?.text !== text || last.title !== title) shown.push({ title, text });
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { shown });
  });
}

/** Everything shown since `watchShown`. */
export function readShown(sidebar: Frame): Promise<Shown[]> {
  return sidebar.evaluate(() => (window as unknown as { shown: { title: string; text: string }[] }).shown);
}
