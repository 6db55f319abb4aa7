import { isVisible } from './find-visible.ts';

/** Gives the keyboard to the first visible match of the first selector that has one. */
export function focusFirst(document: Document, selectors: readonly string[]): void {
  for (const selector of selectors) {
    const target = [...document.querySelectorAll<HTMLElement>(selector)].find(isVisible);
    if (target === undefined) continue;
    if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    return;
  }
}
