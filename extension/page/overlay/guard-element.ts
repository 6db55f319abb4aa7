import type { PageEnvironment } from '../webmail/webmail-adapter.ts';

const MAX_REPAIRS = 20;
const REPAIRS_WITHIN_MS = 10_000;

type GuardOptions = PageEnvironment & {
  /** Whether a change was our own. */
  isIntact(): boolean;
  /** The page took the element out of the document. */
  onRemoved(): void;
  /** The page keeps changing the element faster than it can be mended. */
  onGivenUp(): void;
};

/** Watches an element of ours that stands in the hostile page: attributes the page sets on it are undone. */
export function guardElement(element: HTMLElement, repair: () => void, options: GuardOptions): void {
  const { window, signal } = options;
  let repairedAt: number[] = [];

  const attributes = new window.MutationObserver(() => {
    if (options.isIntact()) return;
    const now = performance.now();
    repairedAt = [...repairedAt.filter((at) => now - at < REPAIRS_WITHIN_MS), now];
    if (repairedAt.length > MAX_REPAIRS) {
      attributes.disconnect();
      options.onGivenUp();
      return;
    }
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
    repair();
  });
  const children = new window.MutationObserver((records) => {
    // Put back at once or elsewhere it has lost its frame's document all the same.
    const wasTakenOut = records.some(({ removedNodes }) => [...removedNodes].includes(element));
    if (wasTakenOut || !element.isConnected) options.onRemoved();
  });

  attributes.observe(element, { attributes: true });
  children.observe(window.document, { childList: true });
  if (element.parentNode !== null) children.observe(element.parentNode, { childList: true });
  signal.addEventListener(
    'abort',
    () => {
      attributes.disconnect();
      children.disconnect();
    },
    { once: true },
  );
}
