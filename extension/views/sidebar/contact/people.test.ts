import { describe, expect, it } from 'vitest';
import type { Company, Contact } from '#shared/contract/contact.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';
import { findCustomers } from './people.ts';

const people = {
  jack: 'jack@bright.example',
  ines: 'ines@bright.example',
  mara: 'mara@us.example',
  tom: 'tom@us.example',
};
const person = (name: keyof typeof people) => ({ name, address: people[name] });
const message = (from: keyof typeof people) => ({ id: null, from: person(from), to: [], date: null, dateUtc: null });
const hashes = Object.values(people).map((address) => ({
  address,
  hash: `hash of ${address}`,
  domainHash: address.split('@')[1] ?? null,
}));
const mail = (...from: (keyof typeof people)[]): OpenThread => ({
  state: 'open',
  webmail: 'gmail',
  thread: { kind: 'gmail-thread', id: '1' },
  account: 'Mara@us.example',
  subject: '',
  messages: from.map(message),
  participants: [person('jack'), person('mara'), person('ines'), person('tom')],
  url: 'https://mail.google.com/',
});
const known = (contacts: Partial<Contact>[] = []) => ({
  contacts: contacts as Contact[],
  companies: [],
  teammateAddresses: [`hash of ${people.tom}`],
});

describe('findCustomers', () => {
  it('leaves out teammates and the reader', () => {
    expect(findCustomers(mail('jack'), hashes, known()).map(({ name }) => name)).toEqual(['jack', 'ines']);
  });
  it('puts first who wrote last from outside', () => {
    expect(findCustomers(mail('jack', 'ines', 'mara'), hashes, known()).map(({ name }) => name)).toEqual([
      'ines',
      'jack',
    ]);
  });
  it('still finds the customer when only the team has written', () => {
    expect(findCustomers(mail('mara'), hashes, known())[0]?.name).toBe('jack');
  });
  it('takes the contact’s own name, and two of its addresses for one person', () => {
    const addresses = [{ hash: `hash of ${people.jack}` }, { hash: `hash of ${people.ines}` }] as Contact['addresses'];
    const found = findCustomers(
      mail('jack'),
      hashes,
      known([{ id: 'c' as Contact['id'], name: 'Jack Daniels', addresses, company: null }]),
    );
    expect(found.map(({ name }) => name)).toEqual(['Jack Daniels']);
  });
  it('knows the company of somebody whose colleague was saved a moment ago', () => {
    const addresses = [{ hash: `hash of ${people.jack}` }] as Contact['addresses'];
    const company = { name: 'Bright', domain: 'bright.example' } as Company;
    const found = findCustomers(
      mail('jack'),
      hashes,
      known([{ id: 'c' as Contact['id'], name: 'J', addresses, company }]),
    );
    expect(found.map((each) => each.company?.name)).toEqual(['Bright', 'Bright']);
  });
  it('shows somebody of whom the page names no address, once, and apart from everybody else', () => {
    const jack = { name: 'Jack', address: '' };
    const opened = { ...mail('jack'), participants: [jack, person('mara'), { name: 'Ines', address: '' }] };
    const written = { ...opened, messages: [{ ...message('jack'), from: jack }] };
    const found = findCustomers(written, hashes, known());
    expect(found).toMatchObject([
      { name: 'Jack', address: '', contact: null, company: null },
      { name: 'Ines', address: '' },
    ]);
    expect(new Set(found.map(({ key }) => key)).size).toBe(2);
  });
  it('names only the writer while teammates can’t be told apart', () => {
    expect(findCustomers(mail('jack'), hashes, null).map(({ name }) => name)).toEqual(['jack']);
  });
});
