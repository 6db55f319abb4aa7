import { expect, test } from 'vitest';
import type { Contact } from '#shared/contract/contact.ts';
import { reverseOf } from './use-contact-edit.ts';

const contact = (fields: Contact['fields']) => ({ name: 'Carla', fields }) as Contact;

test('taking back one field leaves what was written into others since', () => {
  const before = contact({ Phone: '1', City: 'Oslo' });
  const since = contact({ Phone: '2', City: 'Bergen', Desk: '4' });
  expect(reverseOf({ fields: { Phone: '2', City: 'Oslo' } }, before, since)).toEqual({
    fields: { Phone: '1', City: 'Bergen', Desk: '4' },
  });
});

test('a field that was new goes, and one that was taken away comes back', () => {
  const before = contact({ City: 'Oslo' });
  expect(reverseOf({ fields: { City: 'Oslo', Phone: '1' } }, before, contact({ City: 'Oslo', Phone: '1' }))).toEqual({
    fields: { City: 'Oslo' },
  });
  expect(reverseOf({ fields: {} }, before, contact({ Desk: '4' }))).toEqual({ fields: { Desk: '4', City: 'Oslo' } });
});
