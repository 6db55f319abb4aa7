import type { SelectorLists } from '#shared/contract/selector-update.ts';

const ATTRIBUTE_NAME = /^[a-z][a-z0-9-]{0,60}$/;

/** Built-in lists with those of an update in their place, purpose by purpose. */
export function mergeSelectors<Purpose extends string>(
  builtIn: Readonly<Record<Purpose, readonly string[]>>,
  update: SelectorLists,
  document: Document,
): Record<Purpose, readonly string[]> {
  const merged: Record<Purpose, readonly string[]> = { ...builtIn };
  for (const purpose in builtIn) {
    const given = Object.hasOwn(update, purpose) ? (update[purpose] ?? []) : [];
    const isName = purpose.endsWith('Attributes');
    const usable = given.filter((text) => (isName ? ATTRIBUTE_NAME.test(text) : isSelector(text, document)));
    if (usable.length > 0) merged[purpose] = usable;
  }
  return merged;
}

function isSelector(text: string, document: Document): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}
