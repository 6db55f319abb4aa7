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
