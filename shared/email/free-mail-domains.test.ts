import { describe, expect, it } from 'vitest';
import { findCompanyDomain, isFreeMailDomain } from './free-mail-domains.ts';

describe('free-mail domains', () => {
  it.each(['gmail.com', 'gmx.de', 'web.de', 'outlook.com', 'yahoo.co.jp', 'proton.me', 'qq.com', 'orange.fr', 'wp.pl'])(
    'knows %s',
    (domain) => {
      expect(isFreeMailDomain(domain)).toBe(true);
    },
  );

  it.each(['acme.example', 'google.com', 'mail.acme.example', 'notgmail.com', 'gmail.com.example', ''])(
    'lets %s be a company',
    (domain) => {
      expect(isFreeMailDomain(domain)).toBe(false);
    },
  );

  it('finds a company by its domain, none at free-mail providers', () => {
    expect(findCompanyDomain('jane@acme.example')).toBe('acme.example');
    expect(findCompanyDomain('jane@gmail.com')).toBeUndefined();
  });
});
