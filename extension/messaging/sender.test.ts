import { describe, expect, it } from 'vitest';
import { readSender, type BrowserSender } from './sender.ts';

const own = { id: 'abcd', origin: 'chrome-extension://abcd' };
const page: BrowserSender = {
  id: 'abcd',
  url: 'https://mail.google.com/mail/u/0/#inbox',
  origin: 'https://mail.google.com',
  frameId: 0,
  documentId: 'D1',
  tab: { id: 7 },
};
const sidebar: BrowserSender = {
  id: 'abcd',
  url: 'chrome-extension://abcd/sidebar.html',
  origin: 'chrome-extension://abcd',
  frameId: 5,
  documentId: 'D2',
  tab: { id: 7 },
};

describe('readSender', () => {
  it('knows a content script in the webmail’s top frame', () => {
    expect(readSender(page, own)).toEqual({ kind: 'page', tabId: 7, documentKey: 'D1', url: page.url });
  });

  it('knows the sidebar’s frame, the popup, the options and the inbox page', () => {
    expect(readSender(sidebar, own)).toEqual({ kind: 'view', surface: 'sidebar', tabId: 7, documentKey: 'D2' });
    const popup = { ...sidebar, url: 'chrome-extension://abcd/popup.html', frameId: 0, tab: undefined };
    expect(readSender(popup, own)).toMatchObject({ surface: 'popup', tabId: null });
    const options = { ...sidebar, url: 'chrome-extension://abcd/options.html#team', frameId: 0 };
    expect(readSender(options, own)).toMatchObject({ surface: 'options', tabId: 7 });
    const inbox = { ...sidebar, url: 'chrome-extension://abcd/inbox.html', frameId: 0 };
    expect(readSender(inbox, own)).toMatchObject({ surface: 'inbox', tabId: 7 });
  });

  it.each<[string, BrowserSender]>([
    ['another extension', { ...page, id: 'other' }],
    ['a sender without id', { ...page, id: undefined }],
    ['a sender without address', { ...page, url: undefined }],
    ['an address that is none', { ...page, url: 'nonsense' }],
    ['a frame inside the webmail', { ...page, frameId: 3 }],
    ['no tab', { ...page, tab: undefined }],
    ['another site', { ...page, url: 'https://evil.example/', origin: 'https://evil.example' }],
    ['a look-alike host', { ...page, url: 'https://mail.google.com.evil.example/', origin: undefined }],
    ['plain http', { ...page, url: 'http://mail.google.com/', origin: 'http://mail.google.com' }],
    ['a sandboxed document at the webmail’s address', { ...page, origin: 'null' }],
    ['an address and an origin that disagree', { ...sidebar, origin: 'https://mail.google.com' }],
    ['the sidebar opened as a page of its own', { ...sidebar, frameId: 0 }],
    ['the popup in a frame', { ...sidebar, url: 'chrome-extension://abcd/popup.html' }],
    ['the options in a frame', { ...sidebar, url: 'chrome-extension://abcd/options.html' }],
    ['another page of ours', { ...sidebar, url: 'chrome-extension://abcd/other.html', frameId: 0 }],
  ])('refuses %s', (_what, sender) => {
    expect(readSender(sender, own)).toBeUndefined();
  });

  it('names a document by tab and frame where the browser has no name for it', () => {
    expect(readSender({ ...sidebar, documentId: undefined, origin: undefined }, own)).toMatchObject({
      documentKey: '5@7',
    });
  });
});
