import { describe, expect, it } from 'vitest';
import {
  cleanName,
  domainOf,
  isSameAddress,
  normaliseAddress,
  normaliseDomain,
  parseAddress,
  parseAddressList,
} from './address.ts';

describe('addresses', () => {
  it.each([
    [' Jane.Doe@ACME.Example ', 'jane.doe@acme.example'],
    ['jane+tag@acme.example', 'jane+tag@acme.example'],
    ['info@bücher.example', 'info@xn--bcher-kva.example'],
    ['INFO@BÜCHER.EXAMPLE.', 'info@xn--bcher-kva.example'],
    ['用户@例え.テスト', '用户@xn--r8jz45g.xn--zckzah'],
  ])('spells %j as %j', (text, address) => {
    expect(normaliseAddress(text)).toBe(address);
  });

  it.each([
    '',
    'jane',
    '@acme.example',
    'jane@',
    'jane@localhost',
    'jane@acme..example',
    'jane doe@acme.example',
    'jane@acme.example/path',
    'jane@127.0.0.1',
    'ja\u202ene@acme.example',
    `${'a'.repeat(65)}@acme.example`,
    'a@b@acme.example',
  ])('refuses %j', (text) => {
    expect(normaliseAddress(text)).toBeUndefined();
  });

  it('reads names with and without quotes', () => {
    expect(parseAddress('"Doe, Jane" <Jane@acme.example>')).toEqual({
      name: 'Doe, Jane',
      address: 'jane@acme.example',
    });
    expect(parseAddress('Jane Doe <jane@acme.example>')).toEqual({ name: 'Jane Doe', address: 'jane@acme.example' });
    expect(parseAddress('jane@acme.example')).toEqual({ name: '', address: 'jane@acme.example' });
    expect(parseAddress('jane@acme.example <jane@acme.example>')).toEqual({ name: '', address: 'jane@acme.example' });
    expect(parseAddress('Jane <jane>')).toBeUndefined();
  });

  it('reads lists, keeping commas in quotes and telling apart what is no address', () => {
    const list = '"Doe, Jane" <jane@acme.example>, max@acme.example; nobody, , Ann <ann@acme.example>, bob@';
    expect(parseAddressList(list)).toEqual({
      people: [
        { name: 'Doe, Jane', address: 'jane@acme.example' },
        { name: '', address: 'max@acme.example' },
        { name: 'Ann', address: 'ann@acme.example' },
      ],
      rest: 'nobody, bob@',
    });
    expect(parseAddressList(' ')).toEqual({ people: [], rest: '' });
  });

  it('takes direction marks and line breaks out of names', () => {
    expect(cleanName('  "Jane\u202e\nDoe"\u0000 ')).toBe('Jane Doe');
    expect(cleanName('x'.repeat(500))).toHaveLength(200);
  });

  it('compares spellings', () => {
    expect(isSameAddress('Jane@Bücher.example', 'jane@xn--bcher-kva.example')).toBe(true);
    expect(isSameAddress('jane', 'jane')).toBe(false);
  });

  it('tells domains', () => {
    expect(domainOf('jane@acme.example')).toBe('acme.example');
    expect(normaliseDomain('bad domain')).toBeUndefined();
  });
});
