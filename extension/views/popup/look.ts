/** Where the popup keeps how it looked last. */
export const popupLookKey = 'popup:look';

export interface Look {
  html: string;
  /** Attributes of the document that theme and language hang on. */
  root: Record<string, string>;
}

export const rootAttributes = ['lang', 'data-theme', 'data-text'];

export const isLook = (value: unknown): value is Look =>
  typeof value === 'object' && value !== null && 'html' in value && typeof value.html === 'string' && 'root' in value;

/** The look of this element now, to be kept: without what passes, and with room only for what is of this moment. */
export function readLook(shown: HTMLElement): Look {
  const { documentElement } = document;
  const root = rootAttributes.flatMap((name) => {
    const value = documentElement.getAttribute(name);
    return value === null ? [] : [[name, value] as const];
  });
  const kept = shown.cloneNode(true) as HTMLElement;
  for (const passing of kept.querySelectorAll('[data-unkept]')) passing.remove();
  for (const part of kept.querySelectorAll<HTMLElement>('[data-of-now]')) part.style.visibility = 'hidden';
  return { html: kept.outerHTML, root: Object.fromEntries(root) };
}
