import browser from 'webextension-polyfill';

/**
 * Address of one of our own files. Asked for by a content script, a page that only the webmail may frame gets an
 * address that is new in every browser session (use_dynamic_url), so that a page can't know it beforehand.
 */
export function ownUrl(path: `/${string}`): string {
  // WXT types the paths that it has built; what is built depends on what is typed here.
  const runtime = browser.runtime as unknown as { getURL?: (path: string) => string };
  const url = runtime.getURL?.(path);
  if (url === undefined) throw new Error('The extension is gone from under this document.');
  return url;
}
