import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContactId } from '#shared/contract/ids.ts';
import { readTimeline } from '../activities/index.ts';
import { storeEmail } from '../emails/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox, shareEverything } from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  addAddress,
  loadContacts,
  mergeContacts,
  removeAddress,
  saveContact,
  undoContactMerge,
  updateContact,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
});

const save = (name: string, address: string) =>
  saveContact(app.ports, team.olga, { id: createId<ContactId>(), name, address });

async function receive(from: string, subject: string): Promise<void> {
  const box = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(app.ports.db, box);
  await storeEmail(app.ports, arrive(box, createSource({ from, subject })));
}

async function mailsOf(contactId: ContactId): Promise<string[]> {
  const { entries } = await readTimeline(app.ports, team.olga, { contactId });
  return entries
    .filter(({ kind }) => kind === 'email')
    .map(({ title }) => title)
    .toSorted();
}

describe('several addresses', () => {
  test('lead to one contact; one that another has is refused; the last one stays', async () => {
    const marta = await save('Marta', 'marta@weiss-tools.example');
    await save('Jan', 'jan@weiss-tools.example');
    await receive('marta@home.example', 'From home');
    const added = await addAddress(app.ports, team.olga, { id: marta.id, address: 'Marta@Home.example' });
    expect(added.addresses.map(({ address }) => address)).toEqual(['marta@home.example', 'marta@weiss-tools.example']);
    expect(await mailsOf(marta.id)).toEqual(['From home']);
    const taken = { id: marta.id, address: 'jan@weiss-tools.example' };
    await expect(addAddress(app.ports, team.olga, taken)).rejects.toMatchObject({ code: 'conflict' });
    await removeAddress(app.ports, team.olga, { id: marta.id, address: 'marta@home.example' });
    expect(await mailsOf(marta.id)).toEqual([]);
    const last = { id: marta.id, address: 'marta@weiss-tools.example' };
    await expect(removeAddress(app.ports, team.olga, last)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('of one mailbox by the provider’s own rules are matched by themselves, elsewhere never', async () => {
    const jo = await save('Jo', 'jo.van.dam@gmail.com');
    expect((await save('Jo again', 'jovandam+news@googlemail.com')).id).toBe(jo.id);
    await receive('Jo <jovandam+shop@gmail.com>', 'Shopping');
    expect(await mailsOf(jo.id)).toEqual(['Shopping']);
    const ann = await save('Ann', 'ann@acme.example');
    expect((await save('Ann of sales', 'ann+sales@acme.example')).id).not.toBe(ann.id);
  });
});

describe('merging two contacts', () => {
  test('joins addresses, history and what one lacks; undoing gives both back as they were', async () => {
    const kept = await save('Marta', 'marta@weiss-tools.example');
    const other = await save('M. Weiss', 'mw@gmail.com');
    const change = { status: 'customer' as const, fields: { City: 'Graz' } };
    await updateContact(app.ports, team.olga, { id: other.id, version: 1, change });
    await receive('marta@weiss-tools.example', 'Work');
    await receive('mw@gmail.com', 'Home');
    const { contact, mergeId } = await mergeContacts(app.ports, team.olga, { keptId: kept.id, mergedId: other.id });
    expect(contact).toMatchObject({ name: 'Marta', status: 'customer', fields: { City: 'Graz' } });
    expect(contact.addresses.map(({ address }) => address)).toEqual(['marta@weiss-tools.example', 'mw@gmail.com']);
    expect(await mailsOf(kept.id)).toEqual(['Home', 'Work']);
    expect(await loadContacts(app.ports.db, team.teamId, [other.id])).toEqual([]);
    const undone = await undoContactMerge(app.ports, team.olga, { mergeId });
    expect(undone).toMatchObject({ status: 'new', fields: {}, addresses: [{ address: 'marta@weiss-tools.example' }] });
    expect(await mailsOf(other.id)).toEqual(['Home']);
    await expect(undoContactMerge(app.ports, team.olga, { mergeId })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('with itself or another team’s contact is refused', async () => {
    const { id } = await save('Marta', 'marta@weiss-tools.example');
    await expect(mergeContacts(app.ports, team.olga, { keptId: id, mergedId: id })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const other = await createDomainTeam(app.ports.db);
    const theirs = { id: createId<ContactId>(), name: 'X', address: 'x@y.example' };
    const foreign = await saveContact(app.ports, other.olga, theirs);
    const both = { keptId: id, mergedId: foreign.id };
    await expect(mergeContacts(app.ports, team.olga, both)).rejects.toMatchObject({ code: 'not-found' });
  });
});
