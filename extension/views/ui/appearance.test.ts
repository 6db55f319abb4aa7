import { expect, it } from 'vitest';
import { readAppearance } from './appearance.ts';

it('reads what was chosen, and the default for anything else', () => {
  expect(readAppearance({ theme: 'dark', text: 'large' })).toEqual({ theme: 'dark', text: 'large' });
  expect(readAppearance({ theme: 'pink' })).toEqual({ theme: 'auto', text: 'medium' });
  expect(readAppearance(null)).toEqual({ theme: 'auto', text: 'medium' });
});
