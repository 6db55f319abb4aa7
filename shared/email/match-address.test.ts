import { expect, test } from 'vitest';
import { matchAddress } from './match-address.ts';

test.each([
  ['jo.van+shop@googlemail.com', 'jovan@gmail.com'],
  ['jovan@gmail.com', 'jovan@gmail.com'],
  ['jo.van+shop@outlook.com', 'jo.van@outlook.com'],
  ['jo.van@outlook.com', 'jo.van@outlook.com'],
  ['jo.van+shop@acme.example', 'jo.van+shop@acme.example'],
  ['+shop@gmail.com', '+shop@gmail.com'],
  ['...@gmail.com', '...@gmail.com'],
])('%s leads to %s', (address, mailbox) => {
  expect(matchAddress(address)).toBe(mailbox);
});
