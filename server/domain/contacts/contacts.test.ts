import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SaveContact } from '#shared/contract/contact.ts';
import { ContactId } from '#shared/contract/ids.ts';
import { openCorrespondence, postAboutMail } from '../correspondences/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, createMail, draftOf, hashMail, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { nameFromDomain } from './company-of.ts';
import { removeContact, saveContact, updateContact } from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
});

const marta = { name: 'Marta Weiss', address: 'Marta@Weiss-Tools.example' };

function save(who: Context = team.olga, person = marta, id = createId<ContactId>()) {
  return saveContact(app.ports, who, { ...SaveContact.parse({ ...person, id }) });
}

async function seen(who: Context = ben, mail = createMail()) {
  return openCorrespondence(app.ports, who, await hashMail(team.hashKey, mail));
}

describe('saving', () => {
  test('makes a contact with the company of the domain, which opening a mail then shows', async () => {
    expect((await seen()).contacts).toEqual([]);
    const saved = await save();
    expect(saved).toMatchObject({
      name: 'Marta Weiss',
      company: { name: 'Weiss Tools', domain: 'weiss-tools.example' },
      status: 'new',
      version: 1,
      newestActivity: { kind: 'saved', actorName: 'Olga' },
    });
    expect(saved.addresses.map(({ address }) => address)).toEqual(['marta@weiss-tools.example']);
    expect((await seen()).contacts).toEqual([saved]);
    const colleague = createMail({ sender: { name: 'Jan', address: 'jan@weiss-tools.example' } });
    const view = await seen(ben, colleague);
    expect([view.contacts, view.companies.map(({ company }) => company.name)]).toEqual([[], ['Weiss Tools']]);
  });

  test('twice, by two people at once, or under the same id is one contact', async () => {
    const id = createId<ContactId>();
    const all = await Promise.all([save(team.olga, marta, id), save(team.olga, marta, id), save(ben), save(ben)]);
    expect(new Set(all.map((contact) => contact.id)).size).toBe(1);
  });

  test('of a free-mail address has no company', async () => {
    const saved = await save(team.olga, { name: '', address: 'jo.van-dam+x@gmail.com' });
    expect([saved.company, saved.name]).toEqual([null, 'Jo Van Dam']);
  });

  test('of one’s own, a teammate’s or no address is refused', async () => {
    const { rows } = await app.ports.db.execute<{ email: string }>(
      sql`select email from team_person where team_id = ${team.teamId} and user_id = ${ben.userId}`,
    );
    const bens = { name: 'Ben', address: (rows[0]?.email ?? '').toUpperCase() };
    await expect(save(team.olga, bens)).rejects.toMatchObject({ code: 'conflict' });
    const mail = createMail({ account: 'sales@larkfield.example' });
    const target = { mail, visibility: 'team' as const, channelId: null };
    await postAboutMail(app.ports, ben, { ...draftOf('x'), target });
    await expect(save(ben, { name: 'Us', address: 'sales@larkfield.example' })).rejects.toThrow(/your own/);
    expect(SaveContact.safeParse({ id: createId(), name: 'x', address: 'nobody' }).success).toBe(false);
  });

  test('by a viewer is refused', async () => {
    const vera = await team.add('Vera', 'viewer');
    await expect(save(vera)).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

describe('changing', () => {
  test('writes only what is named, and undoes by changing back', async () => {
    const saved = await save();
    const changed = await updateContact(app.ports, ben, {
      id: saved.id,
      version: 1,
      change: { ownerId: ben.userId, status: 'customer', fields: { ' City ': ' Graz\u0000 ', empty: '' } },
    });
    expect(changed).toMatchObject({
      name: 'Marta Weiss',
      owner: { id: ben.userId, name: 'Ben' },
      status: 'customer',
      fields: { City: 'Graz' },
      version: 2,
      newestActivity: { kind: 'edited', actorName: 'Ben', summary: 'changed the owner, the status, the fields' },
    });
    const undone = await updateContact(app.ports, ben, {
      id: saved.id,
      version: 2,
      change: { ownerId: null, status: 'new', fields: {} },
    });
    expect(undone).toMatchObject({ owner: null, status: 'new', fields: {}, version: 3 });
  });

  test('an older version is refused, says who was first, and keeps what they wrote', async () => {
    const saved = await save();
    await updateContact(app.ports, ben, { id: saved.id, version: 1, change: { name: 'Marta W.' } });
    const late = updateContact(app.ports, team.olga, { id: saved.id, version: 1, change: { name: 'M. Weiss' } });
    await expect(late).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/^Ben changed/) });
    expect((await seen()).contacts).toMatchObject([{ name: 'Marta W.', version: 2 }]);
  });

  test('the company’s name changes for everybody of the company; without one a company is made from the name', async () => {
    const saved = await save();
    const jan = await save(team.olga, { name: 'Jan', address: 'jan@weiss-tools.example' });
    await updateContact(app.ports, ben, { id: saved.id, version: 1, change: { companyName: 'Weiss Werkzeuge' } });
    const view = await seen(ben, createMail({ sender: { name: 'Jan', address: 'jan@weiss-tools.example' } }));
    expect(view.contacts).toMatchObject([{ id: jan.id, company: { name: 'Weiss Werkzeuge' } }]);
    const jo = await save(team.olga, { name: 'Jo', address: 'jo@gmail.com' });
    const named = await updateContact(app.ports, ben, { id: jo.id, version: 1, change: { companyName: 'Jo & Co' } });
    expect(named.company).toMatchObject({ name: 'Jo & Co', domain: '' });
    const none = await updateContact(app.ports, ben, { id: jo.id, version: 2, change: { companyName: '' } });
    expect(none.company).toBeNull();
  });

  test('in another team is as if it did not exist', async () => {
    const saved = await save();
    const other = await createDomainTeam(app.ports.db);
    const update = (id: ContactId) => updateContact(app.ports, other.olga, { id, version: 1, change: { name: 'x' } });
    await expect(update(saved.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(removeContact(app.ports, other.olga, { id: saved.id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(save(other.olga, { name: 'x', address: 'x@y.example' }, saved.id)).resolves.toMatchObject({
      name: 'x',
    });
    expect((await seen()).contacts).toMatchObject([{ name: 'Marta Weiss' }]);
  });
});

describe('removing', () => {
  test('takes it from everybody’s mails; saving it again under its id puts it back as it was', async () => {
    const saved = await save();
    await updateContact(app.ports, ben, { id: saved.id, version: 1, change: { status: 'lead' } });
    await removeContact(app.ports, ben, { id: saved.id });
    await removeContact(app.ports, ben, { id: saved.id });
    expect((await seen()).contacts).toEqual([]);
    const back = await save(ben, marta, saved.id);
    expect(back).toMatchObject({ id: saved.id, status: 'lead', company: { name: 'Weiss Tools' } });
    await removeContact(app.ports, ben, { id: saved.id });
    const anew = await save();
    expect(anew.id).not.toBe(saved.id);
    await expect(save(ben, { name: 'Other', address: 'other@weiss-tools.example' }, saved.id)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

function about(visibility: 'team' | 'private') {
  return { ...draftOf('hello'), target: { mail: createMail(), visibility, channelId: null } };
}

test('the newest activity names discussions of the team and never private ones', async () => {
  await save();
  await postAboutMail(app.ports, team.olga, about('private'));
  expect((await seen(team.olga)).contacts[0]?.newestActivity?.kind).toBe('saved');
  await postAboutMail(app.ports, ben, about('team'));
  expect((await seen(team.olga)).contacts[0]?.newestActivity).toMatchObject({ kind: 'message', actorName: 'Ben' });
});

test.each([
  ['acme.com', 'Acme'],
  ['mail.acme-tools.co.uk', 'Acme Tools'],
  ['weiss.gv.at', 'Weiss'],
  ['shop.example.de', 'Example'],
])('the name of %s is %s', (domain, name) => {
  expect(nameFromDomain(domain)).toBe(name);
});
