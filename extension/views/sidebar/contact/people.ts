import type { TabView } from '#extension/messaging/protocol.ts';
import type { Company, Contact } from '#shared/contract/contact.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';

/** Somebody of the mail who is neither the reader nor a teammate. */
export interface Person {
  /** Tells people of one mail apart. */
  key: string;
  name: string;
  /** Empty where the page shows a name only: such a person can be shown, and neither found nor saved. */
  address: string;
  contact: Contact | null;
  /** The contact's company, or the one known by the address's domain. */
  company: Company | null;
}

type Known = Pick<CorrespondenceView, 'contacts' | 'companies' | 'teammateAddresses'>;

/**
 * The people a mail is about, the customer first: who wrote the newest message from outside, then the others in the
 * order of the mail. While the server has not answered (`known` null) nobody can be told from a teammate, so nobody
 * but the writer is named.
 */
export function findCustomers(mail: OpenThread, hashes: TabView['addressHashes'], known: Known | null): Person[] {
  const own = mail.account.toLowerCase();
  const teammates = new Set(known?.teammateAddresses);
  const hashOf = new Map(hashes.map((entry) => [entry.address.toLowerCase(), entry]));
  const outside = mail.participants.filter(({ address }) => {
    const hash = hashOf.get(address.toLowerCase())?.hash;
    return address.toLowerCase() !== own && !(hash !== undefined && teammates.has(hash));
  });
  const writer = mail.messages
    .toReversed()
    .map(({ from }) => (from === null ? undefined : keyOf(from)))
    .find((key) => outside.some((person) => keyOf(person) === key));
  const ordered = [
    ...outside.filter((person) => keyOf(person) === writer),
    ...outside.filter((person) => keyOf(person) !== writer),
  ];
  const people = ordered.map(({ name, address }) =>
    describe(name, address, hashOf.get(address.toLowerCase()), known, hashes),
  );
  return known === null ? people.slice(0, 1) : withoutRepeats(people);
}

/** The address, or the name of somebody of whom the page shows nothing else. */
function keyOf({ name, address }: { name: string; address: string }): string {
  return address === '' ? `name:${name}` : address.toLowerCase();
}

function describe(
  name: string,
  address: string,
  hashed: TabView['addressHashes'][number] | undefined,
  known: Known | null,
  hashes: TabView['addressHashes'],
): Person {
  const contact = known?.contacts.find((each) => each.addresses.some(({ hash }) => hash === hashed?.hash)) ?? null;
  const domainHash = hashed?.domainHash ?? null;
  const byDomain =
    findColleagueCompany(domainHash, hashes, known) ??
    known?.companies.find(({ domain }) => domain === domainHash)?.company ??
    null;
  return {
    key: keyOf({ name, address }),
    name: contact?.name ?? (name === '' ? address : name),
    address,
    contact,
    company: contact === null ? byDomain : contact.company,
  };
}

/** The company of somebody of the same domain who was saved since the server was asked. */
function findColleagueCompany(
  domainHash: string | null,
  hashes: TabView['addressHashes'],
  known: Known | null,
): Company | null {
  if (domainHash === null) return null;
  const ofDomain = new Set(hashes.filter((entry) => entry.domainHash === domainHash).map(({ hash }) => hash));
  const colleague = known?.contacts.find(
    ({ company, addresses }) =>
      company !== null && company.domain !== '' && addresses.some(({ hash }) => ofDomain.has(hash)),
  );
  return colleague?.company ?? null;
}

/** Two addresses of one contact are one person. */
function withoutRepeats(people: Person[]): Person[] {
  const seen = new Set<string>();
  return people.filter(({ contact, key }) => {
    const one = contact?.id ?? key;
    if (seen.has(one)) return false;
    seen.add(one);
    return true;
  });
}
