import { expect, it } from 'vitest';
import { completeServerAddress, isReachable } from './server-address.ts';

it.each([
  ['sidethread.example.com', 'https://sidethread.example.com'],
  [' https://sidethread.example.com/options#x ', 'https://sidethread.example.com'],
  ['127.0.0.1:4310', 'http://127.0.0.1:4310'],
  ['localhost', 'http://localhost'],
  ['http://127.0.0.1:4310', 'http://127.0.0.1:4310'],
])('%j is %j', (typed, whole) => {
  expect(completeServerAddress(typed)).toBe(whole);
});

it.each(['', '  ', 'two words', 'https://', 'https://me:secret@a.example'])('%j is no address', (typed) => {
  expect(completeServerAddress(typed)).toBeUndefined();
});

it('reaches what is encrypted or on this machine', () => {
  expect(['https://a.example', 'http://localhost:1', 'http://a.example'].map(isReachable)).toEqual([true, true, false]);
});
