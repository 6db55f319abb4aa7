import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalToHexId,
  decodeGmailToken,
  encodeGmailToken,
  hexIdToDecimal,
  readGmailPayload,
  readGmailToken,
} from './gmail-thread-id.ts';

// Tokens seen in address bars, with the payload and API id that each was proven to hold.
const KNOWN = [
  ['FMfcgzGkbDWztBnnCgRHzjrvmFqLtcJD', 'f:1709427761848320722', '17b91b7e122902d2'],
  ['FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr', 'f:1857522857654995521', '19c73f328cb1ca41'],
] as const;
const CLIENT_TOKEN = 'KtbxLvHkSWwbVHxgCbWNvXVKGjFgqMbGQq';

describe('gmail thread ids', () => {
  it.each(KNOWN)('reads the token %s', (token, payload, id) => {
    expect(decodeGmailToken(token)).toBe(payload);
    expect(readGmailToken(token)).toEqual({ kind: 'gmail-thread', id, clientId: null });
    expect(encodeGmailToken(payload)).toBe(token);
  });

  it('reads the token of a thread that the browser made, which has no API id', () => {
    expect(decodeGmailToken(CLIENT_TOKEN)).toBe('a:r2920100187541125030');
    const thread = { kind: 'gmail-client-thread', id: null, clientId: 'a:r2920100187541125030' };
    expect(readGmailToken(CLIENT_TOKEN)).toEqual(thread);
  });

  it.each(['a:r-42', 'thread-a:r42', 'a:mmiai-r-7212345678901234567', 'thread-a:mmiai-r-1'])(
    'reads the client id %s',
    (text) => {
      expect(readGmailPayload(text)).toMatchObject({ kind: 'gmail-client-thread', id: null });
    },
  );

  it('reads both spellings of a decimal id', () => {
    expect(readGmailPayload('thread-f:1857522857654995521')?.id).toBe('19c73f328cb1ca41');
    expect(readGmailPayload('f:1857522857654995521')?.id).toBe('19c73f328cb1ca41');
  });

  it('reads the hexadecimal id of old addresses, in either case', () => {
    expect(readGmailToken('17b91b7e122902d2')?.id).toBe('17b91b7e122902d2');
    expect(readGmailToken('17B91B7E122902D2')?.id).toBe('17b91b7e122902d2');
  });

  it.each([
    ['a page number', 'p2'],
    ['a word', 'important'],
    ['letters outside the alphabet', 'FMfcgzGkbDWztBnnCgRHzjrvmFqLtcJA'],
    ['a token cut short', 'FMfcgzGkbDWztBnnCgRHzjrvmFqLtc'],
    ['an empty token', ''],
    ['an endless token', 'B'.repeat(100_000)],
    ['a compose list', encodeGmailToken('thread-a:r-1+msg-a:r-2,thread-f:1857522857654995521+msg-a:r5')],
    ['one open compose window', encodeGmailToken('a:r-8365478217218085741+msg-a:r-1823721282912341')],
    ['a number over 64 bits', encodeGmailToken('f:18446744073709551616')],
    ['a number with a leading zero', encodeGmailToken('f:0857522857654995521')],
    ['a message id', encodeGmailToken('msg-f:1857522857654995521')],
  ])('names no thread for %s', (_what, token) => {
    expect(readGmailToken(token)).toBeUndefined();
  });

  it('turns every id into a token and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 56n, max: 2n ** 64n - 1n }), (value) => {
        const hex = decimalToHexId(value.toString());
        expect(readGmailToken(encodeGmailToken(`f:${value}`))?.id).toBe(hex);
        expect(hexIdToDecimal(hex ?? '')).toBe(value.toString());
      }),
    );
  });

  it('never throws on arbitrary text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readGmailToken(text)));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz]{1,60}$/),
        (text) => void readGmailToken(text),
      ),
    );
  });
});
