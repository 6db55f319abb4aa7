import { afterAll, beforeAll, expect, test } from 'vitest';
import { addActivity } from '#server/domain/activities/index.ts';
import { saveContact } from '#server/domain/contacts/index.ts';
import { postAboutMail } from '#server/domain/correspondences/index.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, createMail, draftOf } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox, shareEverything } from '#tests/support/mail-source.ts';
import { createRestTeam, seedTime, type RestTeam } from './rest-team.ts';

let rest: RestTeam;
beforeAll(async () => {
  rest = await createRestTeam();
});
afterAll(() => rest.close());

test('GET /api/email_threads gives a row per mail and per message that the caller may see', async () => {
  const quiet = await createDomainTeam(rest.app.ports.db);
  const other = await quiet.add('Ben');
  const box = createTestMailbox(quiet.olga, 'sales@larkfield.example');
  await shareEverything(rest.app.ports.db, box);
  const mine = { from: 'sales@larkfield.example', to: 'c@shop.example', bcc: 'boss@larkfield.example', body: 'Hello' };
  const { correspondenceId } = await storeEmail(
    rest.app.ports,
    arrive(box, createSource(mine), { thread: '18c0000000000def' }),
  );
  const mail = createMail({ account: 'sales@larkfield.example', thread: '18c0000000000def' });
  const post = (visibility: 'team' | 'private', body: string) =>
    postAboutMail(rest.app.ports, visibility === 'team' ? quiet.olga : other, {
      ...draftOf(body),
      target: { mail, visibility, channelId: null },
    });
  await post('private', 'Between us');
  const { discussion } = await post('team', 'What now?');
  const { body } = await rest.call('/api/email_threads?limit=5&offset=0', { token: await rest.makeToken(quiet.olga) });
  expect(body).toEqual([
    {
      id: expect.any(String),
      sender: expect.stringContaining('olga'),
      subject: 'Quote for 40 garden benches',
      body: 'What now?',
      reply_to: '',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      thread_id: correspondenceId,
      is_external: false,
      internal_reference: discussion.id,
      tags: [],
      cc: [],
      bcc: [],
    },
    expect.objectContaining({
      sender: 'sales@larkfield.example',
      body: 'Hello',
      reply_to: 'sales@larkfield.example',
      date: '2026-11-02T09:00:00Z',
      thread_id: correspondenceId,
      is_external: true,
      internal_reference: null,
      bcc: ['boss@larkfield.example'],
    }),
  ]);
});

test('/activities adds once per key, changes and deletes what was done with a contact', async () => {
  const contact = await saveContact(rest.app.ports, rest.team.olga, {
    id: createId(),
    name: 'Una',
    address: 'una@act.example',
  });
  const writing = await rest.makeToken(rest.team.olga, ['activities:write']);
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'call-1' };
  const body = JSON.stringify({ type: 'TYPE_CALL', contact_ids: [contact.id], content: 'Spoke about oak.' });
  const add = () => rest.call('/activities', { method: 'POST', token: writing, headers, body });
  const [first, again] = [await add(), await add()];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(first.body).toMatchObject({
    type: 'TYPE_CALL',
    contact_ids: [contact.id],
    user_id: rest.team.olga.userId,
    team_id: rest.team.teamId,
    happened_at: expect.stringMatching(seedTime),
  });
  const path = `/activities/${first.body.id}`;
  const json = { 'content-type': 'application/json' };
  const change = JSON.stringify({ content: 'Spoke about walnut.' });
  const changed = await rest.call(path, { method: 'PATCH', token: writing, headers: json, body: change });
  expect(changed).toMatchObject({ status: 200, body: { content: 'Spoke about walnut.', version: 2 } });
  expect((await rest.call(path, { method: 'DELETE', token: writing })).status).toBe(204);
  expect((await rest.call(path, { method: 'PATCH', token: writing, headers: json, body: change })).status).toBe(404);
  expect((await rest.call('/activities', { method: 'POST', headers: json, body })).status).toBe(403);
});

test('GET /contacts finds by name, address and account, page by page, and of one’s own team alone', async () => {
  const { app, call } = rest;
  const team = await createDomainTeam(app.ports.db);
  const token = await rest.makeToken(team.olga);
  const add = (name: string, address: string) => saveContact(app.ports, team.olga, { id: createId(), name, address });
  const [una] = [
    await add('Una 100% Oak', 'una@oak.example'),
    await add('Otto', 'otto@elm.example'),
    await add('Ida', 'ida@elm.example'),
  ];
  await saveContact(app.ports, rest.team.olga, {
    id: createId(),
    name: 'Una of theirs',
    address: 'una@theirs.example',
  });
  const find = async (query: string) => (await call(`/contacts?${query}`, { token })).body;
  const names = async (query: string) => (await find(query)).data.map(({ id }) => id);
  expect(await names('search=una')).toEqual([una.id]);
  expect(await names('search=oak.example')).toEqual([una.id]);
  // A pattern's own marks are letters like any other.
  expect(await names(`search=${encodeURIComponent('100%')}`)).toEqual([una.id]);
  expect(await names(`search=${encodeURIComponent('otto_')}`)).toEqual([]);
  const first = await call('/contacts?per_page=2', { token });
  expect(first.body).toMatchObject({ data: [{ status: 'new' }, {}], pagination: { total: 3, per_page: 2, page: 1 } });
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await call(next, { token });
  expect(second.headers.get('link')).toBeNull();
  const byPage = await call(first.body.pagination.urls.next ?? '', { token });
  expect(byPage.body.data).toEqual(second.body.data);
  expect(new Set([...first.body.data, ...second.body.data].map(({ id }) => id)).size).toBe(3);
});

test('GET /activities lists mail that is shared, notes and calls, by contact, thread, person and type', async () => {
  const { app, call } = rest;
  const team = await createDomainTeam(app.ports.db);
  const token = await rest.makeToken(team.olga);
  const contact = await saveContact(app.ports, team.olga, { id: createId(), name: 'Una', address: 'una@act.example' });
  const box = createTestMailbox(team.olga, 'desk@larkfield.example');
  await storeEmail(app.ports, arrive(box, createSource({ subject: 'Private', from: 'una@act.example' })));
  await shareEverything(app.ports.db, box);
  const { correspondenceId } = await storeEmail(app.ports, arrive(box, createSource({ from: 'una@act.example' })));
  const note = { type: 'TYPE_NOTE' as const, body: 'Likes oak.', correspondenceId: null, contactIds: [contact.id] };
  const added = await addActivity(app.ports, team.olga, { ...note, id: createId() });
  const list = async (query: string) => (await call(`/activities?${query}`, { token })).body;
  expect(await list(`contact_id=${contact.id}`)).toMatchObject({
    data: [
      { id: added.id, type: 'TYPE_NOTE', content: 'Likes oak.', contact_ids: [contact.id] },
      { type: 'TYPE_EMAIL', correspondence_id: correspondenceId, contact_ids: [contact.id], team_id: team.teamId },
    ],
    pagination: { total: 2 },
  });
  expect((await list('type=TYPE_NOTE')).data).toMatchObject([{ id: added.id }]);
  expect((await list(`correspondence_id=${correspondenceId}`)).data).toMatchObject([{ type: 'TYPE_EMAIL' }]);
  expect((await list(`user_id=${createId<string>()}`)).data).toEqual([]);
  const first = await call('/activities?per_page=1', { token });
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect((await call(next, { token })).body.data).toMatchObject([{ type: 'TYPE_EMAIL' }]);
  expect((await call(`/activities/${added.id}`, { token })).body).toMatchObject({ id: added.id, version: 1 });
  expect((await call(`/activities/${added.id}`)).status).toBe(404);
});

test('GET /contacts/:id gives the contact, and its timeline goes on by the Link header', async () => {
  const { app, team, call } = rest;
  const contact = await saveContact(app.ports, team.olga, {
    id: createId(),
    name: 'Nils',
    address: 'nils@time.example',
  });
  for (let at = 0; at < 52; at++)
    await addActivity(app.ports, team.olga, {
      id: createId(),
      type: 'TYPE_NOTE',
      contactIds: [contact.id],
      correspondenceId: null,
      body: `Note ${at}`,
      at: new Date(Date.UTC(2026, 9, 1, 0, at)).toISOString(),
    });
  const found = await call(`/contacts/${contact.id}`);
  expect(found.body).toMatchObject({ contact: { id: contact.id, b2c: false, status: 'new', custom_fields: [] } });
  const first = await call(`/contacts/${contact.id}/timeline`);
  expect(first.body.data[1]).toMatchObject({
    kind: 'note',
    text: 'Note 51',
    user_name: 'Olga',
    happened_at: '2026-10-01 00:51:00',
  });
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await call(next);
  const ids = [...first.body.data, ...second.body.data].map(({ id }) => id);
  expect([new Set(ids).size, second.headers.get('link')]).toEqual([53, null]);
  const other = await createDomainTeam(app.ports.db);
  const answers = [
    await call(`/contacts/${createId()}`),
    await call('/contacts/none/timeline'),
    await call(`/contacts/${contact.id}`, { token: await rest.makeToken(other.olga) }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});
