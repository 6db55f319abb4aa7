import { expect, it } from 'vitest';
import { describeSize } from './describe-size.ts';

it.each([
  [0, '0 bytes'],
  [820, '820 bytes'],
  [1000, '1.0 KB'],
  [184_320, '180 KB'],
  [20 * 1024 * 1024, '20 MB'],
  [1.5 * 1024 ** 3, '1.5 GB'],
])('%i bytes read %s', (bytes, text) => {
  expect(describeSize(bytes)).toBe(text);
});
