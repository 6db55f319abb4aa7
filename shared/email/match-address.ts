import { domainOf } from './address.ts';

// Providers that deliver `name+anything@` to `name@`, by their own help pages.
const PLUS_TAGS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com proton.me protonmail.com
  pm.me fastmail.com`.split(/\s+/),
);
// Google alone also ignores dots, and has two names for one domain.
const WITHOUT_DOTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * The mailbox that an address (normalised) leads to, where its provider is known to have several spellings for one:
 * `Jo.Van+shop@googlemail.com` is `jovan@gmail.com`. Anywhere else every spelling may be somebody else's.
 */
export function matchAddress(address: string): string {
  const domain = domainOf(address);
  if (!PLUS_TAGS.has(domain)) return address;
  const local = address.slice(0, address.length - domain.length - 1).replace(/\+.*$/s, '');
  if (local === '') return address;
  return WITHOUT_DOTS.has(domain) ? `${local.replaceAll('.', '') || local}@gmail.com` : `${local}@${domain}`;
}
