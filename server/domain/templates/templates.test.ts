import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContactId } from '#shared/contract/ids.ts';
import { SaveTemplate, type TemplateAbout } from '#shared/contract/template.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { storeFile } from '../attachments/index.ts';
import { saveContact, updateContact } from '../contacts/index.ts';
import { removeMember } from '../departures/index.ts';
import { getOutgoing, saveDraft } from '../outgoing-mail/index.ts';
import { createTemplate } from '#tests/support/create-template.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  eraseRemovedTemplates,
  listTemplates,
  readTemplateValues,
  removeTemplate,
  restoreTemplate,
  saveTemplate,
  useTemplate,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let zoe: Context;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  zoe = await team.add('Zoe');
});

const marta = { name: 'Marta Weiss', address: 'marta@weiss-tools.example' };
const about: TemplateAbout = { recipient: marta, correspondenceId: null, mailboxId: null };
const names = async (ctx: Context) => (await listTemplates(app.ports, ctx)).map(({ name }) => name);

describe('whose a template is', () => {
  test('one’s own is nobody else’s; the team’s is read by all and changed by its author and admins', async () => {
    const own = await saveTemplate(app.ports, ben, createTemplate({ scope: 'own', name: 'Mine' }));
    const shared = await saveTemplate(app.ports, ben, createTemplate({ name: 'Ours' }));
    expect(await names(ben)).toEqual(['Mine', 'Ours']);
    expect(await names(zoe)).toEqual(['Ours']);
    expect((await listTemplates(app.ports, zoe))[0]?.mayChange).toBe(false);
    const change = { ...shared, body: 'Other words' };
    await expect(saveTemplate(app.ports, zoe, change)).rejects.toThrow('Only who wrote this template');
    await expect(removeTemplate(app.ports, zoe, shared.id)).rejects.toThrow('Only who wrote this template');
    await expect(useTemplate(app.ports, team.olga, { id: own.id, about })).rejects.toThrow('does not exist any more');
    await expect(removeTemplate(app.ports, team.olga, own.id)).rejects.toThrow('does not exist any more');
    await expect(saveTemplate(app.ports, team.olga, { ...own, version: null })).rejects.toThrow('does not exist');
    await expect(saveTemplate(app.ports, team.olga, { ...change, scope: 'own' })).rejects.toThrow('Only who wrote');
    expect(await saveTemplate(app.ports, team.olga, change)).toMatchObject({ body: 'Other words', version: 2 });
    await expect(saveTemplate(app.ports, ben, change)).rejects.toThrow('Somebody changed this template meanwhile');
  });

  test('removing is undone within a day; then text and files are gone, and with a leaver their own', async () => {
    const { id } = await saveTemplate(app.ports, ben, createTemplate());
    await removeTemplate(app.ports, ben, id);
    expect(await names(ben)).toEqual([]);
    await restoreTemplate(app.ports, ben, id);
    expect(await names(ben)).toHaveLength(1);
    await saveTemplate(app.ports, zoe, createTemplate({ scope: 'own' }));
    await removeMember(app.ports, team.olga, { userId: zoe.userId });
    await removeTemplate(app.ports, ben, id);
    const later = new Date(app.ports.clock.now().getTime() + 25 * 60 * 60 * 1000);
    await eraseRemovedTemplates({ ...app.ports, clock: { ...app.ports.clock, now: () => later } });
    const { rows } = await app.ports.db.execute(sql`select from template where team_id = ${team.teamId}`);
    expect(rows).toHaveLength(0);
  });
});

describe('using one', () => {
  test('fills in what is known of contact, sender and team, counts, and brings its files into the mail', async () => {
    const saved = await saveContact(app.ports, ben, { id: createId<ContactId>(), ...marta, name: 'Weiss, Marta *' });
    const change = { companyName: 'Weiss & Co', fields: { 'Customer no': 'W-7' } };
    await updateContact(app.ports, ben, { id: saved.id, version: saved.version, change });
    const sha256 = createHash('sha256').update('price list').digest('hex');
    const bytes = Readable.from([Buffer.from('price list')]);
    const { fileId } = await storeFile(app.ports, ben, { name: 'prices.txt', contentType: 'text/plain', bytes });
    const body =
      'Dear {{contact.firstName}} ({{contact.name}}, {{contact.company}}, {{contact.fields.Customer no}}),\n{{contact.owner}}';
    const files = [{ fileId, name: 'ignored', size: 1 }];
    const { id } = await saveTemplate(app.ports, ben, createTemplate({ body, subject: 'From {{sender.name}}', files }));

    const used = await useTemplate(app.ports, zoe, { id, about });
    expect(used.subject).toBe('From Zoe');
    expect(used.body).toBe('Dear Marta (Weiss, Marta \\*, Weiss & Co, W-7),\n{{contact.owner}}');
    expect(used.text).toBe('Dear Marta (Weiss, Marta *, Weiss & Co, W-7),\n{{contact.owner}}');
    expect((await listTemplates(app.ports, ben))[0]).toMatchObject({
      uses: 1,
      files: [{ name: 'prices.txt', size: 10 }],
    });

    const draft = await saveDraft(app.ports, zoe, createOutgoingDraft({ files: used.files }));
    expect(draft.files).toEqual([{ fileId, name: 'prices.txt', size: 10 }]);
    // The bytes of what is taken out of a template are asked about, and kept while something has them.
    const [kept] = await listTemplates(app.ports, ben);
    await saveTemplate(app.ports, ben, { ...createTemplate(), id, version: kept?.version ?? null });
    const { rows } = await app.ports.db.execute(sql`select from unused_bytes where sha256 = ${sha256}`);
    expect(rows).toHaveLength(1);
    // The mail keeps what it took, whatever becomes of the template.
    await removeTemplate(app.ports, ben, id);
    expect((await saveDraft(app.ports, zoe, createOutgoingDraft({ ...draft }))).files).toHaveLength(1);
    expect((await getOutgoing(app.ports, zoe, draft.id)).files).toHaveLength(1);
  });

  test('a file of somebody’s own template is nobody else’s to send', async () => {
    const bytes = Readable.from([Buffer.from('secret')]);
    const { fileId } = await storeFile(app.ports, ben, { name: 'a.txt', contentType: 'text/plain', bytes });
    const files = [{ fileId, name: 'a.txt', size: 6 }];
    await saveTemplate(app.ports, ben, createTemplate({ scope: 'own', files }));
    await expect(saveDraft(app.ports, zoe, createOutgoingDraft({ files }))).rejects.toThrow('no longer there');
    await expect(saveTemplate(app.ports, zoe, createTemplate({ files }))).rejects.toThrow('no longer there');
  });

  test('who is no contact has the name that the mail gives; an address is no name', async () => {
    const values = await readTemplateValues(app.ports, ben, about);
    expect(values).toMatchObject({
      'contact.firstName': 'Marta',
      'contact.lastName': 'Weiss',
      'sender.firstName': 'Ben',
    });
    expect(values['team.name']).toMatch(/^Larkfield/);
    expect(values['contact.company']).toBeUndefined();
    const nameless = { ...about, recipient: { ...marta, name: marta.address } };
    expect((await readTemplateValues(app.ports, ben, nameless))['contact.name']).toBeUndefined();
  });
});

test('what somebody writes is kept tidy, and refused with a sentence', () => {
  const tidy = SaveTemplate.parse(
    createTemplate({ folder: ' /Orders //Late/ ', name: ' a\n b\u202e ', body: 'a\r\nb\u0000' }),
  );
  expect(tidy).toMatchObject({ folder: 'Orders/Late', name: 'a b', body: 'a\nb' });
  const refused = SaveTemplate.safeParse(
    createTemplate({ name: ' ', language: 'english please', body: 'x'.repeat(50_001) }),
  );
  expect(refused.error?.issues.map(({ message }) => message)).toEqual([
    'Give the template a name.',
    'Write the language as a short code, such as en or pt-BR, or leave it empty.',
    'A template can hold 50,000 characters. Shorten it.',
  ]);
});
