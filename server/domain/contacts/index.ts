export { contactsSql, readContact, type ContactRow } from './contact-sql.ts';
export { getContact, loadContacts } from './load-contacts.ts';
export { loadContactRecords, type ContactRecord } from './load-records.ts';
export { recordDiscussionActivity } from './record-activity.ts';
export { removeContact } from './remove-contact.ts';
export { saveContact } from './save-contact.ts';
export { readHashKey } from './team-facts.ts';
export { updateContact } from './update-contact.ts';
