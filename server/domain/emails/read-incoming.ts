import { createHash } from 'node:crypto';
import { domainOf, normaliseAddress, type NamedAddress } from '#shared/email/address.ts';
import { isFreeMailDomain } from '#shared/email/free-mail-domains.ts';
import { normaliseSubject, parseSubject } from '#shared/email/subject.ts';
import { hashUnderKey } from '#server/kernel/keyed-hash.ts';
import type { IncomingEmail } from './incoming-email.ts';
import { isInMemory } from '#server/ports/mail-bytes.ts';
import type { DeliveryReport } from './mime/read-delivery-report.ts';
import { readEmail, type ParsedEmail } from './mime/read-email.ts';
import { readLargeEmail } from './mime/read-large-email.ts';
import { readReport } from './note-reports.ts';

export type PersonRole = 'from' | 'to' | 'cc' | 'bcc' | 'reply-to';

/** Somebody whom a mail names. */
export interface MailPerson {
  readonly role: PersonRole;
  readonly position: number;
  readonly name: string;
  readonly address: string;
  readonly addressHash: string;
  readonly domainHashes: readonly string[];
  readonly isFreeMail: boolean;
}

/** A mail read and made ready to be stored, either whole or as hashes alone. */
export interface PreparedEmail {
  readonly email: ParsedEmail;
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly contentHash: string;
  readonly subjectHash: string;
  readonly isReply: boolean;
  readonly people: readonly MailPerson[];
  readonly sentAt: Date;
  readonly isConfidential: boolean;
  /** What it reports of another mail that was sent. */
  readonly report: DeliveryReport | undefined;
}

const mostPeople = 500;
const mostReferences = 200;
const mostParents = 20;
const mostIdLength = 500;
/** A mail is told from another by so many characters of its text. */
const mostIdentifying = 500_000;

/** Reads a mail and hashes under the team's key what is kept of it even while it is private. */
export async function prepareEmail(
  incoming: Pick<IncomingEmail, 'raw' | 'receivedAt'>,
  hashKey: string,
): Promise<PreparedEmail> {
  const { raw } = incoming;
  const email = isInMemory(raw) ? readEmail(raw) : await readLargeEmail(raw);
  const subject = normaliseSubject(email.subject ?? '');
  const { isReply } = parseSubject(email.subject ?? '');
  return {
    email,
    messageId: email.messageId === null ? null : shorten(email.messageId),
    inReplyTo: email.parents.slice(0, mostParents).map(shorten),
    // The first names the thread, the last are nearest.
    references: [
      ...new Set([...email.references.slice(0, 1), ...email.references.slice(-mostReferences)].map(shorten)),
    ],
    contentHash: hashContent(email),
    subjectHash: subject === '' ? '' : hashUnderKey(hashKey, 'subject', subject),
    isReply,
    people: hashPeople(email, hashKey),
    sentAt: readSentAt(email, incoming.receivedAt),
    isConfidential: isMarkedConfidential(email),
    report: isReport(email) ? await readReport(raw) : undefined,
  };
}

/** An id too long for an index is known by its hash. */
function shorten(id: string): string {
  return id.length <= mostIdLength ? id : `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** RFC 4021 §2.1.55: Personal, Private, Company-Confidential. */
function isMarkedConfidential(email: ParsedEmail): boolean {
  const said =
    email.headers
      .find(({ name }) => name === 'sensitivity')
      ?.value.trim()
      .toLowerCase() ?? '';
  return said !== '' && said !== 'normal';
}

function isReport({ headers }: ParsedEmail): boolean {
  return headers.some(({ name, value }) => name === 'content-type' && /^multipart\/report\b/i.test(value));
}

/** A date header far from when the mail came in is a mailer's mistake. */
function readSentAt(email: ParsedEmail, receivedAt: Date): Date {
  const date = email.date === null ? receivedAt : new Date(email.date);
  const dayMs = 86_400_000;
  return date.getTime() > receivedAt.getTime() + dayMs || date.getTime() < receivedAt.getTime() - 30 * dayMs
    ? receivedAt
    : date;
}

/**
 * What the mail says, however it travelled: servers add headers, drop Bcc and encode bodies anew, and none of that
 * makes another mail of it.
 */
function hashContent(email: ParsedEmail): string {
  const said = [
    email.date,
    email.subject,
    email.from.map(({ address }) => normaliseAddress(address) ?? address),
    squeeze(identifying(email.text)),
    email.text === null || email.text === '' ? squeeze(identifying(email.html)) : '',
    email.attachments.map(({ sha256 }) => sha256),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** Of a text that is read in part, not how much of it was read. */
function identifying(text: string | null): string {
  return (text ?? '').slice(0, mostIdentifying).toWellFormed();
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function hashPeople(email: ParsedEmail, hashKey: string): readonly MailPerson[] {
  const lists: readonly (readonly [PersonRole, readonly NamedAddress[]])[] = [
    ['from', email.from],
    ['to', email.to],
    ['cc', email.cc],
    ['bcc', email.bcc],
    ['reply-to', email.replyTo],
  ];
  const named = lists.flatMap(([role, list]) =>
    list.flatMap(({ name, address: given }, position) => {
      const address = normaliseAddress(given);
      return address === undefined ? [] : [{ role, position, name, address }];
    }),
  );
  return named.slice(0, mostPeople).map((person) => ({
    ...person,
    addressHash: hashUnderKey(hashKey, 'address', person.address),
    domainHashes: domainsOf(person.address).map((domain) => hashUnderKey(hashKey, 'domain', domain)),
    isFreeMail: isFreeMailDomain(domainOf(person.address)),
  }));
}

/** The domain of an address and those it lies in, down to two labels. */
function domainsOf(address: string): readonly string[] {
  const labels = domainOf(address).split('.');
  return labels.slice(0, -1).map((_label, at) => labels.slice(at).join('.'));
}
