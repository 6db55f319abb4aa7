import { expect, test } from 'vitest';
import { createThreadUrl } from './thread-url.ts';
import { readWebmailUrl } from './webmail-url.ts';

const gmail = { provider: 'gmail', address: 'mara@larkfield.example', id: '18c2f00d00000001' } as const;
const conversation = 'AAQkADU3YTk0NDZmLWQxZTAtNDYwMS1iYzRjLTQ4NzAyYzQ3ZGI4NgAQAP_8-7w=';

test('the address names the same thread to whoever reads it, in the webmail of the account', () => {
  expect(createThreadUrl(gmail)).toBe(
    'https://mail.google.com/mail/u/?authuser=mara%40larkfield.example#all/18c2f00d00000001',
  );
  expect(readWebmailUrl(createThreadUrl(gmail))).toMatchObject({ kind: 'gmail-thread', id: gmail.id });
  const outlook = { provider: 'outlook', address: 'mara@larkfield.example', id: conversation } as const;
  expect(readWebmailUrl(createThreadUrl(outlook))).toMatchObject({ kind: 'outlook-conversation', id: conversation });
});

test.each([
  ['mara@larkfield.example', 'outlook.office.com'],
  ['mara@outlook.com', 'outlook.live.com'],
  ['mara@hotmail.co.uk', 'outlook.live.com'],
  ['mara@live.com.au', 'outlook.live.com'],
  ['mara@outlook.com.larkfield.example', 'outlook.office.com'],
])('%s is at %s', (address, host) => {
  expect(new URL(createThreadUrl({ provider: 'outlook', address, id: conversation })).host).toBe(host);
});
