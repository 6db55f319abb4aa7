import { expect, test } from 'vitest';
import { findBlockedFile } from './blocked-files.ts';
import { readContentType } from './content-type.ts';

const blocked = ['exe', 'js', 'com'];
const find = (name: string, head = 'plain text') =>
  findBlockedFile(blocked, [{ name, contentType: readContentType('text/plain', Buffer.from(head, 'latin1')) }])?.name;

test.each(['setup.exe', 'bill.pdf.EXE', 'a.js', 'a.exe. ', 'x.com'])('%s is not sent', (name) => {
  expect(find(name)).toBe(name);
});

test.each(['MZ\u0090\0', '\x7fELF\x02', '\xcf\xfa\xed\xfe', 'L\0\0\0\x01\x14\x02\0'])(
  'a program is not sent under a harmless name',
  (head) => {
    expect(find('photos.txt', head)).toBe('photos.txt');
  },
);

test.each(['bill.pdf', 'exe', 'a.exec', 'data.json', 'www.shop.com.pdf', 'MZ.txt'])('%s is sent', (name) => {
  expect(find(name)).toBeUndefined();
});
