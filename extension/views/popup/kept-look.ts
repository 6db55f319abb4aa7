import browser from 'webextension-polyfill';

/** Where the popup keeps how it looked last. */
export const popupLookKey = 'popup:look';

interface Look {
  html: string;
  /** Attributes of the document that theme and language hang on. */
  root: Record<string, string>;
}

const rootAttributes = ['lang', 'data-theme', 'data-text'];

const isLook = (value: unknown): value is Look =>
  typeof value === 'object' && value !== null && 'html' in value && typeof value.html === 'string' && 'root' in value;

/**
 * Paints the popup as it looked last, while its own code is still being read: nothing in it can be pressed, and the
 * first real rendering takes its place. Nothing happens where none is kept or the popup was faster.
 */
export async function paintKeptLook(place: HTMLElement): Promise<void> {
  const look = (await browser.storage.local.get(popupLookKey))[popupLookKey];
  if (!isLook(look) || place.hasChildNodes()) return;
  for (const name of rootAttributes) {
    const value = look.root[name];
    if (value !== undefined) document.documentElement.setAttribute(name, value);
  }
  const picture = document.createElement('div');
  picture.inert = true;
  picture.className = 'contents';
  picture.append(...new DOMParser().parseFromString(look.html, 'text/html').body.childNodes);
  place.replaceChildren(picture);
}

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
