/** A person as a mail header names them; `name` is empty where only the address is known. */
export type NamedAddress = { name: string; address: string };

// RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all.
const MAX_LOCAL_LENGTH = 64;
const MAX_ADDRESS_LENGTH = 254;
// Control and invisible formatting characters, among them those that reverse the direction of text.
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const LOCAL_PART = /^[^\s@"(),:;<>[\\\]]+$/u;
const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * One spelling per address: trimmed, lower-case, Unicode composed, the domain in ASCII (IDNA).
 * Undefined when it is not an address. Dots and `+tags` are kept: whether they matter is the provider's affair.
 */
export function normaliseAddress(text: string): string | undefined {
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at).toLowerCase();
  const domain = normaliseDomain(trimmed.slice(at + 1));
  if (at < 1 || domain === undefined || local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local)) return undefined;
  if (local.search(INVISIBLE) !== -1) return undefined;
  const address = `${local}@${domain}`;
  return address.length > MAX_ADDRESS_LENGTH ? undefined : address;
}

/** A domain in lower-case ASCII without a final dot; undefined when it is not a host name with at least one dot. */
export function normaliseDomain(text: string): string | undefined {
  const trimmed = text.trim().replace(/\.$/, '').toLowerCase();
  if (trimmed === '' || /[\s/?#:@\\%]/.test(trimmed)) return undefined;
  const ascii = toAsciiHost(trimmed);
  return ascii !== undefined && HOST_NAME.test(ascii) && !/^[\d.]+$/.test(ascii) ? ascii : undefined;
}

/**
 * Whether every mail server takes a normalised address: letters beyond ASCII before the @ need one at every hop that knows
 * RFC 6531, and no provider's API promises that. Such domains travel as ASCII.
 */
export function isSendable(address: string): boolean {
  return /^[\u0020-\u007e]*$/.test(address);
}

/** The domain of a normalised address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Whether two spellings name the same mailbox. */
export function isSameAddress(left: string, right: string): boolean {
  const normalised = normaliseAddress(left);
  return normalised !== undefined && normalised === normaliseAddress(right);
}

/** A display name fit to show: one line, no control or direction characters, no wrapping quotes, at most 200 characters. */
export function cleanName(text: string): string {
  const visible = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return visible
    .replace(/^"(.*)"$/, '$1')
    .replace(/^'(.*)'$/, '$1')
    .slice(0, 200)
    .trim();
}

/** Reads `Name <address>`, `"Last, First" <address>` or a bare address; undefined when there is no valid address in it. */
export function parseAddress(text: string): NamedAddress | undefined {
  const bracketed = /^(?<name>.*)<(?<address>[^<>]*)>\s*$/su.exec(text)?.groups;
  const address = normaliseAddress(bracketed?.['address'] ?? text);
  if (address === undefined) return undefined;
  const name = cleanName((bracketed?.['name'] ?? '').replace(/\\(.)/g, '$1'));
  return { name: name.toLowerCase() === address ? '' : name, address };
}

/** Reads a comma- or semicolon-separated list; commas in quotes are kept. `rest`: what in it is no address, as written. */
export function parseAddressList(text: string): { people: NamedAddress[]; rest: string } {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,;"<])+/gsu) ?? [];
  const people = parts.map(parseAddress).filter((parsed) => parsed !== undefined);
  const others = parts.filter((part) => part.trim() !== '' && parseAddress(part) === undefined);
  return { people, rest: others.map((part) => part.trim()).join(', ') };
}

function toAsciiHost(domain: string): string | undefined {
  const url = `http://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
