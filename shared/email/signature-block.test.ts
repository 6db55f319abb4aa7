import { expect, it } from 'vitest';
import { signatureBlock, swapSignature, withoutSignature } from './signature-block.ts';

it('a signature stands below the text, changes with the mailbox, and stays once it was changed by hand', () => {
  const mara = 'Mara\n**Larkfield**';
  const signed = `Dear Jack,${signatureBlock(mara)}`;
  expect(signed).toBe('Dear Jack,\n\n-- \nMara\n**Larkfield**');
  expect(swapSignature(signed, mara, 'Support')).toBe('Dear Jack,\n\n-- \nSupport');
  expect(swapSignature(signed, mara, '')).toBe('Dear Jack,');
  expect(swapSignature('Dear Jack,', '', 'Support')).toBe('Dear Jack,\n\n-- \nSupport');
  expect(swapSignature(`${signed}, Berlin`, mara, 'Support')).toBe(`${signed}, Berlin`);
  expect(withoutSignature(signatureBlock(mara), mara)).toBe('');
  expect(signatureBlock('  ')).toBe('');
});
