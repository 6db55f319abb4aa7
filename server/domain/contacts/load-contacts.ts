import type { Contact } from '#shared/contract/contact.ts';
import type { Database } from '#server/db/client.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import { Problem } from '#server/kernel/problem.ts';
import { contactsSql, readContact, type ContactRow } from './contact-sql.ts';

const byIds: PreparedStatement = {
  name: 'contacts.load',
  text: `select ${contactsSql('select unnest($2::uuid[])')} as contacts`,
};

/** The team's contacts with these ids, without those that were removed. */
export async function loadContacts(db: Database, teamId: string, ids: readonly string[]): Promise<Contact[]> {
  const [row] = await runPrepared<{ contacts: ContactRow[] | null }>(db, byIds, [teamId, ids]);
  return (row?.contacts ?? []).map(readContact);
}

/** @throws Problem 'not-found' when the team has no such contact. */
export async function getContact(db: Database, teamId: string, id: string): Promise<Contact> {
  const [contact] = await loadContacts(db, teamId, [id]);
  if (contact === undefined) throw contactNotFound();
  return contact;
}

/** The one answer for a contact that is not there, was removed or is another team's. */
export function contactNotFound(): Problem {
  return new Problem('not-found', 'This contact does not exist any more.');
}
