import { expect, test } from 'vitest';
import { guessServers } from './guess-servers.ts';

test('an address’s servers are guessed by its domain, or known where they are called otherwise', () => {
  expect(guessServers(' Olga@Larkfield.example ')).toEqual({
    imap: { host: 'imap.larkfield.example', port: 993, security: 'tls' },
    smtp: { host: 'smtp.larkfield.example', port: 465, security: 'tls' },
  });
  expect(guessServers('olga@icloud.com')?.smtp).toEqual({ host: 'smtp.mail.me.com', port: 587, security: 'starttls' });
});

test('what is no address yet has none', () => {
  for (const text of ['', 'olga', 'olga@', 'olga@larkfield']) expect(guessServers(text)).toBeUndefined();
});
