import { describe, expect, it } from 'vitest';
import { readServerUrl } from './server-url.ts';

describe('readServerUrl', () => {
  it.each([
    ['https://side.example.com', 'https://side.example.com'],
    [' side.example.com/ ', 'https://side.example.com'],
    ['https://side.example.com:8443/sign-in?x=1', 'https://side.example.com:8443'],
    ['http://127.0.0.1:8710', 'http://127.0.0.1:8710'],
    ['localhost:8710', 'http://localhost:8710'],
  ])('reads %s', (text, url) => {
    expect(readServerUrl(text)).toBe(url);
  });

  it.each([
    ['plain http to another machine', 'http://side.example.com'],
    ['a host that only looks local', 'http://localhost.evil.example'],
    ['a password in the address', 'https://me:secret@side.example.com'],
    ['another scheme', 'javascript://side.example.com/%0aalert(1)'],
    ['nothing', ''],
    ['words', 'our server please'],
  ])('refuses %s', (_what, text) => {
    expect(readServerUrl(text)).toBeUndefined();
  });
});
