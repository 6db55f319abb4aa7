import type { EmailPerson } from '#shared/contract/email.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { loadContactRecords, type ContactRecord } from '#server/domain/contacts/index.ts';
import type { LoadedEmail } from '#server/domain/correspondences/index.ts';
import { loadPeople, type PersonRecord } from '#server/domain/teams/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { toTime, type Contact, type Correspondence, type Email, type Field, type Party, type User } from './formats.ts';

/** People and contacts whom mails name. */
export interface Directory {
  readonly people: ReadonlyMap<string, PersonRecord>;
  readonly contacts: ReadonlyMap<string, ContactRecord>;
}

/** Everybody whom these mails and cards name, in two statements. */
export async function loadDirectory(
  ports: Ports,
  teamId: string,
  emails: readonly LoadedEmail[],
  cards: readonly CorrespondenceCard[],
): Promise<Directory> {
  const parties = emails.flatMap(({ from, to, cc, bcc }) => [...from, ...to, ...cc, ...bcc]);
  const contacts = await loadContactRecords(
    ports,
    teamId,
    parties.flatMap(({ contactId }) => contactId ?? []),
  );
  const people = await loadPeople(ports, teamId, [
    ...emails.map(({ userId }) => userId),
    ...cards.flatMap(({ users }) => users.map(({ id }) => id)),
    ...[...contacts.values()].flatMap(({ ownerId }) => ownerId ?? []),
  ]);
  return { people, contacts };
}

export function writeCorrespondence(card: CorrespondenceCard, directory: Directory): Correspondence {
  return {
    id: card.id,
    unread: card.isUnread,
    number_of_emails: card.emailCount,
    number_of_attachments: card.attachmentCount,
    users: card.users.flatMap(({ id }) => writeUser(directory.people.get(id)) ?? []),
    created_at: toTime(card.createdAt),
    updated_at: toTime(card.updatedAt),
  };
}

export function writeEmail(email: LoadedEmail, card: CorrespondenceCard, directory: Directory): Email {
  const contacts = [...email.from, ...email.to, ...email.cc, ...email.bcc].flatMap(({ contactId }) => contactId ?? []);
  const list = (people: readonly EmailPerson[]) => people.map((person) => writeParty(person, directory));
  return {
    id: email.id,
    activity_id: email.activityId,
    correspondence_id: card.id,
    user: writeUser(directory.people.get(email.userId)),
    contacts: [...new Set(contacts)].flatMap((id) => {
      const contact = directory.contacts.get(id);
      return contact === undefined ? [] : [writeContact(contact, directory.people)];
    }),
    case_id: card.caseId,
    relations_path_name: null,
    type:
      email.direction === 'in' ? 'activity-incoming' : email.isReply ? 'activity-outgoing-reply' : 'activity-outgoing',
    sender: email.from[0]?.address ?? '',
    from: list(email.from),
    recipients: list(email.to),
    cc: list(email.cc),
    bcc: list(email.bcc),
    subject: email.subject,
    attachments: writeAttachments(email, card, directory),
    content: toMarkup(email.text === '' ? email.visibleText : email.text),
    parsed: {
      fragments: email.fragments.map(({ content, isHidden, isSignature, isQuoted }) => ({
        content: toMarkup(content),
        is_hidden: isHidden,
        is_signature: isSignature,
        is_quoted: isQuoted,
      })),
      visible_text: toMarkup(email.visibleText),
    },
    body: email.html,
    sent_at: email.direction === 'out' ? toTime(email.sentAt) : null,
    created_at: toTime(email.receivedAt),
    updated_at: toTime(email.updatedAt),
  };
}

/** Plain text as these routes have it: markup characters escaped, lines ended by `<br />`. */
function toMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/\r?\n/g, '<br />\r\n');
}

function writeParty(person: EmailPerson, { contacts }: Directory): Party {
  if (person.userId !== null) return { user_id: person.userId };
  const contact = person.contactId === null ? undefined : contacts.get(person.contactId);
  if (contact === undefined) return { email_address: person.address };
  return {
    email_address: person.address,
    account: writeAccount(contact),
    contact: { id: contact.id, name: contact.name },
  };
}

function writeAttachments(email: LoadedEmail, card: CorrespondenceCard, { people }: Directory): Email['attachments'] {
  const files = email.attachments.filter(({ isInline }) => !isInline);
  if (files.length === 0) return null;
  return files.map((file) => {
    const dot = file.name.lastIndexOf('.');
    return {
      id: file.id,
      name: dot > 0 ? file.name.slice(0, dot) : file.name,
      type: dot > 0 ? file.name.slice(dot + 1).toLowerCase() : file.contentType,
      size: file.size,
      url: file.url,
      created_at: toTime(email.receivedAt),
      updated_at: toTime(email.receivedAt),
      user_id: email.userId,
      user: writeUser(people.get(email.userId)),
      case_id: card.caseId,
      email_id: email.id,
      activity_id: email.activityId,
    };
  });
}

function writeUser(person: PersonRecord | undefined): User | null {
  if (person === undefined) return null;
  const { first, last } = splitName(person.name);
  return {
    id: person.id,
    first_name: first,
    last_name: last,
    phone_number: null,
    job_title: null,
    email: person.email,
    email_notifications: false,
    profile_picture: person.pictureUrl,
    created_at: toTime(person.createdAt),
    updated_at: toTime(person.updatedAt),
  };
}

function splitName(name: string): { first: string; last: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return { first, last: rest.join(' ') };
}

/** People without a company are private customers. */
function writeAccount(contact: ContactRecord): { id: string; name: string } {
  return contact.company ?? { id: contact.id, name: 'Private' };
}

/** A contact with its owner, who is among `people`. */
export function writeContact(contact: ContactRecord, people: Directory['people']): Contact {
  const { first, last } = splitName(contact.name);
  const fixed = [
    ['first_name', 'First name', first],
    ['last_name', 'Last name', last],
    ['email', 'Email', contact.addresses[0] ?? null],
  ] as const;
  return {
    id: contact.id,
    b2c: contact.company === null,
    account: writeAccount(contact),
    user: contact.ownerId === null ? null : writeUser(people.get(contact.ownerId)),
    team_id: null,
    team: null,
    status: contact.status,
    fixed_fields: fixed.map(([name, label, value], at) => writeField({ name, label, value, at })),
    custom_fields: Object.entries(contact.fields).map(([name, value], at) =>
      writeField({ name, label: name, value, at }),
    ),
    created_at: toTime(contact.createdAt),
    updated_at: toTime(contact.updatedAt),
    latest_activity_at: contact.latestActivityAt === null ? null : toTime(contact.latestActivityAt),
    social_profile: {},
  };
}

function writeField(field: { name: string; label: string; value: string | null; at: number }): Field {
  return {
    id: field.name,
    type: 'text',
    name: field.name,
    label: field.label,
    value: field.value,
    validation: field.name === 'email' ? 'email' : null,
    required: field.name === 'last_name',
    hidden: false,
    read_only: false,
    sort_order: field.at,
  };
}
