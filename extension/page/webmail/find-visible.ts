/** Whether a person can see the element: rendered, not transparent, and (unlike a copy moved away) with an area on the page. */
export function isVisible(element: Element): boolean {
  const isRendered = element.checkVisibility({
    opacityProperty: true,
    visibilityProperty: true,
    contentVisibilityAuto: true,
  });
  // `aria-hidden` and `inert` say nothing here: an open dialog sets them on everything behind it.
  if (!isRendered) return false;
  const { width, height, right, bottom } = element.getBoundingClientRect();
  const view = element.ownerDocument.defaultView;
  if (view === null || width === 0 || height === 0) return false;
  // Scrolled away is still there; parked outside the document's own area is not.
  return right + Math.abs(view.scrollX) > 0 && bottom + Math.max(view.scrollY, scrollOfParents(element)) > 0;
}

/** The visible elements that match any of the selectors, in document order. */
export function findVisible(root: ParentNode, selectors: readonly string[]): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selectors.join(','))].filter(isVisible);
}

/** The first match of the first selector that has one: for selectors in order of trust. */
export function findFirst(root: ParentNode, selectors: readonly string[]): HTMLElement | undefined {
  for (const selector of selectors) {
    const found = root.querySelector<HTMLElement>(selector);
    if (found !== null) return found;
  }
  return undefined;
}

/** The value of the first of these attributes that the element has. */
export function readAttribute(element: Element | null, names: readonly string[]): string | null {
  const name = names.find((each) => element?.hasAttribute(each) ?? false);
  return name === undefined ? null : (element?.getAttribute(name) ?? null);
}

function scrollOfParents(element: Element): number {
  let scrolled = 0;
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) scrolled += parent.scrollTop;
  return scrolled;
}
