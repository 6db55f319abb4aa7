import { describe, expect, it } from 'vitest';
import { encodeGmailToken } from './gmail-thread-id.ts';
import { readWebmailUrl } from './webmail-url.ts';

const GMAIL = 'https://mail.google.com/mail/u/0/';
const TOKEN = 'FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr';
const ID = '19c73f328cb1ca41';
const CLIENT_TOKEN = 'KtbxLvHkSWwbVHxgCbWNvXVKGjFgqMbGQq';
const CONVERSATION = 'AAQkADAwMDAwMDAwLTExMTEtMjIyMi0zMzMzLTQ0NDQ0NDQ0NDQ0NAAQAOi8+/r7zMzMzMzMzMzMzMw=';
const GRAPH_CONVERSATION = 'AAQkADAwMDAwMDAwLTExMTEtMjIyMi0zMzMzLTQ0NDQ0NDQ0NDQ0NAAQAOi8_-r7zMzMzMzMzMzMzMw=';
const ITEM = 'AQMkADAwATM0MDAAMS0zMDAwLTAwMAItMDAKABAA';

describe('Gmail addresses', () => {
  it.each([
    ['a folder', `${GMAIL}#inbox/${TOKEN}`],
    ['sent mail of another account', `https://mail.google.com/mail/u/3/#sent/${TOKEN}`],
    ['no account number', `https://mail.google.com/mail/#all/${TOKEN}`],
    ['a search', `${GMAIL}#search/from%3Ajane+is%3Aunread/${TOKEN}`],
    ['a search on its second page', `${GMAIL}#search/invoice/p2/${TOKEN}`],
    ['an advanced search', `${GMAIL}#advanced-search/from=jane&subset=all/${TOKEN}`],
    ['a nested label', `${GMAIL}#label/Customers%2FAcme/${TOKEN}`],
    ['a category', `${GMAIL}#category/updates/${TOKEN}`],
    ['a slash at the end', `${GMAIL}#inbox/${TOKEN}/`],
    ['an open compose window', `${GMAIL}#inbox/${TOKEN}?compose=new`],
    ['an open attachment', `${GMAIL}#inbox/${TOKEN}?projector=1&messagePartId=0.1`],
    ['the hexadecimal id', `${GMAIL}#inbox/${ID}`],
    ['a popped-out window', `${GMAIL}popout?ver=x&search=inbox&th=%23thread-f%3A1857522857654995521&cvid=1`],
    ['an older popped-out window', `${GMAIL}?ui=2&view=btop&ver=x&search=inbox&th=${ID}&cvid=1`],
    ['an older popped-out window with a perm-id', `${GMAIL}?ui=2&view=btop&th=%23thread-f%3A1857522857654995521`],
    ['the print view', `${GMAIL}?ik=1&view=pt&permthid=thread-f%3A1857522857654995521`],
  ])('reads the thread from %s', (_what, url) => {
    expect(readWebmailUrl(url)).toMatchObject({ webmail: 'gmail', kind: 'gmail-thread', id: ID });
  });

  it.each([
    ['a list', `${GMAIL}#inbox`],
    ['a list’s second page', `${GMAIL}#inbox/p2`],
    ['a search for a token', `${GMAIL}#search/${TOKEN}`],
    ['a label that looks like an id', `${GMAIL}#label/${ID}`],
    ['settings', `${GMAIL}#settings/${TOKEN}`],
    ['a chat', `${GMAIL}#chat/dm/${TOKEN}`],
    ['a new mail', `${GMAIL}#inbox?compose=new`],
    ['open drafts over a list', `${GMAIL}#drafts?compose=${encodeGmailToken('a:r-1+msg-a:r-2')}`],
    [
      'a compose list as last segment',
      `${GMAIL}#drafts/${encodeGmailToken('thread-a:r1+msg-a:r2,thread-f:1857522857654995521+msg-a:r3')}`,
    ],
    ['the start page', 'https://mail.google.com/mail/u/0/'],
    ['a popped-out window without a thread', `${GMAIL}popout?ver=x`],
    ['a popped-out compose window', `${GMAIL}?ui=2&view=btop&ver=x#cmid=1`],
  ])('names no thread for %s', (_what, url) => {
    expect(readWebmailUrl(url)).toMatchObject({ webmail: 'gmail', kind: 'none', id: null });
  });

  it('reads threads that the browser made, without an API id', () => {
    const thread = {
      webmail: 'gmail',
      kind: 'gmail-client-thread',
      id: null,
      clientThreadId: 'a:r2920100187541125030',
    };
    expect(readWebmailUrl(`${GMAIL}#sent/${CLIENT_TOKEN}`)).toMatchObject(thread);
    expect(readWebmailUrl(`${GMAIL}popout?th=%23thread-a%3Ar2920100187541125030`)).toMatchObject({
      ...thread,
      isPopout: true,
    });
  });

  it('tells index, view and pop-outs', () => {
    expect(readWebmailUrl('https://mail.google.com/mail/u/2/#label/x')).toMatchObject({
      accountIndex: 2,
      view: 'label',
      isPopout: false,
    });
    expect(readWebmailUrl(`${GMAIL}popout?th=${ID}`)).toMatchObject({ isPopout: true, view: null });
  });
});

describe('Outlook addresses', () => {
  const encoded = encodeURIComponent(CONVERSATION);

  it.each([
    `https://outlook.office.com/mail/inbox/id/${encoded}`,
    `https://outlook.office365.com/mail/0/inbox/id/${encoded}`,
    `https://outlook.live.com/mail/0/archive/id/${encoded}/sxs/${encodeURIComponent(ITEM)}`,
    `https://outlook.cloud.microsoft/mail/id/${encoded}?nativeVersion=1`,
    `https://outlook.office.com/mail/inbox/id/${encodeURIComponent(GRAPH_CONVERSATION)}`,
  ])('reads the conversation from %s', (url) => {
    expect(readWebmailUrl(url)).toMatchObject({
      webmail: 'outlook',
      kind: 'outlook-conversation',
      id: GRAPH_CONVERSATION,
    });
  });

  it.each([
    `https://outlook.office.com/mail/inbox/id/${ITEM}`,
    `https://outlook.office.com/mail/deeplink/read/${ITEM}`,
    `https://outlook.office.com/mail/1/deeplink/read/${ITEM}?ItemID=${ITEM}&exvsurl=1`,
    `https://outlook.office.com/mail/deeplink/read?ItemID=${ITEM}`,
  ])('reads the item from %s', (url) => {
    expect(readWebmailUrl(url)).toMatchObject({ webmail: 'outlook', kind: 'outlook-item', id: ITEM });
  });

  it.each([
    'https://outlook.office.com/mail/',
    'https://outlook.office.com/mail/inbox',
    'https://outlook.office.com/mail/inbox/id/hello',
    'https://outlook.office.com/mail/inbox/id/%E0%A4%A',
    'https://outlook.office.com/mail/deeplink/compose',
    `https://outlook.office.com/mail/deeplink/read/${ITEM}?ItemID=${ITEM.replace('Z', 'Y').replace('ADAw', 'ADAx')}`,
    'https://outlook.office.com/calendar/view/week',
  ])('names no thread for %s', (url) => {
    expect(readWebmailUrl(url)).toMatchObject({ webmail: 'outlook', kind: 'none', id: null });
  });
});

describe('other addresses', () => {
  it.each([
    'https://example.com/mail/u/0/#inbox/FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr',
    'https://mail.google.com.evil.example/mail/u/0/#inbox/FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr',
    'http://mail.google.com/mail/u/0/#inbox/FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr',
    'about:blank',
    'not an address',
    '',
  ])('is no webmail: %s', (url) => {
    expect(readWebmailUrl(url)).toMatchObject({ webmail: null, kind: 'none', id: null });
  });
});
