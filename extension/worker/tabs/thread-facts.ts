import type { MailClaim, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import type { OpenThread, PageMessage, PagePerson } from '#shared/contract/open-email.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { findCompanyDomain } from '#shared/email/free-mail-domains.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { normaliseSubject } from '#shared/email/subject.ts';
import type { TabView } from '../../messaging/protocol.ts';

/** What is told the server of an open mail until somebody acts: hashes under the team's key. */
export interface ThreadFacts {
  /** Names the thread on this machine, for one person in one team. */
  threadKey: string;
  open: OpenCorrespondence;
  addressHashes: TabView['addressHashes'];
}

/**
 * The question goes out in an address (a GET request), and servers take 16 KB of headers: more people than this on one
 * mail are left to themselves. Senders come first.
 */
const mostAddresses = 80;
const mostDomains = 40;
const mostFingerprints = 40;

/** Hashes what the page shows of a thread under the team's key (base64). */
export async function readThreadFacts(email: OpenThread, scope: string, hashKey: string): Promise<ThreadFacts> {
  const account = normaliseAddress(email.account) ?? email.account;
  const thread = `${email.thread.kind}:${email.thread.id}`;
  // The browser hashes on other threads: asked for at once, all take little longer than one.
  const [addressHashes, local, accountHash, threadHash, fingerprints] = await Promise.all([
    hashAddresses(email, hashKey),
    keyedHash(hashKey, 'thread', `${account}\n${thread}`),
    keyedHash(hashKey, 'account', account),
    keyedHash(hashKey, 'thread', thread),
    hashFingerprints(email, hashKey),
  ]);
  const domains = addressHashes.map(({ domainHash }) => domainHash).filter((hash) => hash !== null);
  return {
    threadKey: `${scope}/${local.slice(0, 32)}`,
    open: {
      webmail: email.webmail,
      account: accountHash,
      thread: threadHash,
      addresses: addressHashes.map(({ hash }) => hash),
      domains: [...new Set(domains)].slice(0, mostDomains),
      fingerprints,
    },
    addressHashes,
  };
}

/** What was read of the last mails, for coming back to them: promises by scope, key and mail. */
export interface FactsMemory {
  read(email: OpenThread, scope: string, hashKey: string): Promise<ThreadFacts>;
}

const mostRemembered = 100;

/** Reads each mail once, as long as the page shows the same of it. */
export function createFactsMemory(): FactsMemory {
  const known = new Map<string, Promise<ThreadFacts>>();
  return {
    read(email, scope, hashKey) {
      const key = JSON.stringify([scope, hashKey, email]);
      const facts = known.get(key) ?? readThreadFacts(email, scope, hashKey);
      known.delete(key);
      known.set(key, facts);
      facts.catch(() => known.delete(key));
      if (known.size > mostRemembered) known.delete(known.keys().next().value ?? '');
      return facts;
    },
  };
}

async function hashAddresses(email: OpenThread, hashKey: string): Promise<TabView['addressHashes']> {
  const addresses = email.participants.map(({ address }) => normaliseAddress(address));
  const known = [...new Set(addresses.filter((address) => address !== undefined))].slice(0, mostAddresses);
  return Promise.all(
    known.map(async (address) => {
      const domain = findCompanyDomain(address);
      const [hash, domainHash] = await Promise.all([
        keyedHash(hashKey, 'address', address),
        domain === undefined ? null : keyedHash(hashKey, 'domain', domain),
      ]);
      return { address, hash, domainHash };
    }),
  );
}

async function hashFingerprints(email: OpenThread, hashKey: string): Promise<string[]> {
  const texts = email.messages.map((message) => fingerprintText(email.subject, message));
  // The newest are the ones that a teammate who opens the mail now sees as well.
  const known = [...new Set(texts.filter((text) => text !== undefined))].slice(-mostFingerprints);
  return Promise.all(known.map((text) => keyedHash(hashKey, 'fingerprint', text)));
}

/**
 * What two people who have the same mail both see of it: subject, everybody named, and the minute in UTC. Undefined
 * for a message that is not fully shown: a fingerprint of half of it would agree with nothing, or with too much.
 */
export function fingerprintText(subject: string, message: PageMessage): string | undefined {
  if (message.from === null || message.to.length === 0 || message.dateUtc === null) return undefined;
  const named = [message.from, ...message.to].map(({ address }) => normaliseAddress(address));
  if (named.includes(undefined)) return undefined;
  const minute = new Date(message.dateUtc).toISOString().slice(0, 16);
  return `${normaliseSubject(subject)}\n${[...new Set(named)].toSorted().join(',')}\n${minute}`;
}

/** The mail as the page shows it, told only when somebody acts on it. The sender is who first wrote from outside. */
export function createMailClaim(email: OpenThread, facts: ThreadFacts): MailClaim {
  const account = normaliseAddress(email.account) ?? email.account;
  // A sender of whom only the name is shown may be the account's own person, who is then no participant.
  const isNamed = (person: PagePerson): boolean =>
    person.address !== '' || email.participants.some(({ name, address }) => address === '' && name === person.name);
  const senders = email.messages.flatMap(({ from }) => (from !== null && isNamed(from) ? [from] : []));
  const people = [...senders, ...email.participants];
  const outside = people.find(({ address }) => normaliseAddress(address) !== account);
  return {
    webmail: email.webmail,
    account,
    thread: email.thread,
    subject: email.subject,
    sender: outside ?? people[0] ?? { name: '', address: account },
    participants: email.participants,
    fingerprints: facts.open.fingerprints,
    url: email.url,
  };
}
