import browser from 'webextension-polyfill';
import { isLook, popupLookKey, rootAttributes } from './look.ts';

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
