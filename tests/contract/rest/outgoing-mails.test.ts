import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveContact } from '#server/domain/contacts/index.ts';
import { getCorrespondence } from '#server/domain/correspondences/index.ts';
import { discardDraft, saveDraft } from '#server/domain/outgoing-mail/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { createRestTeam, type RestTeam } from './rest-team.ts';

let rest: RestTeam;
beforeAll(async () => {
  rest = await createRestTeam();
});
afterAll(() => rest.close());

test('GET /outgoing-mails lists what the caller may see, by filter, page and cursor', async () => {
  const { app, team, ben } = rest;
  const token = await rest.makeToken(team.olga, ['mail:read']);
  const correspondenceId = await rest.receive();
  const save = (fields: Parameters<typeof createOutgoingDraft>[0] = {}, who = team.olga) =>
    saveDraft(app.ports, who, createOutgoingDraft(fields));
  const loose = await save({ subject: 'First' });
  const { emails } = await getCorrespondence(app.ports, ben, { id: correspondenceId });
  const shared = await save({ emailId: emails[0]?.id ?? null, correspondenceId }, ben);
  const gone = await save();
  await discardDraft(app.ports, team.olga, gone.id);
  await save({ subject: 'Only Ben’s' }, ben);
  const stranger = await createDomainTeam(app.ports.db);
  const foreign = await save({}, stranger.olga);

  const idsAt = async (query: string) =>
    (await rest.call(`/outgoing-mails${query}`, { token })).body.data.map(({ id }) => id);
  expect(await idsAt('')).toEqual([shared.id, loose.id]);
  expect(await idsAt(`?correspondence_id=${correspondenceId}`)).toEqual([shared.id]);
  expect(await idsAt('?state=sent')).toEqual([]);
  expect(await idsAt(`?account_id=${createId()}`)).toEqual([]);
  const first = await rest.call('/outgoing-mails?per_page=1', { token });
  expect(first.body.pagination).toMatchObject({ total: 2, urls: { next: expect.stringContaining('page=2') } });
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  await save({ subject: 'Written meanwhile' });
  const second = await rest.call(new URL(next).pathname + new URL(next).search, { token });
  expect(second.body.data.map(({ id }) => id)).toEqual([loose.id]);

  const linking = await rest.makeToken(team.olga, ['correspondences:write']);
  const change = (id: string, body: object) =>
    rest.call(`/outgoing-mails/${id}/links`, {
      method: 'PATCH',
      token: linking,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const contact = await saveContact(app.ports, team.olga, {
    id: createId(),
    name: 'Una',
    address: 'una@links.example',
  });
  const theirs = await saveContact(app.ports, stranger.olga, { id: createId(), name: 'X', address: 'x@links.example' });
  const records = [
    { type: 'contact', id: contact.id },
    { type: 'correspondence', id: correspondenceId },
    { type: 'case', id: 'A:47 11' },
    { type: 'task', id: '7' },
  ];
  expect((await change(loose.id, { add: [...records, ...records] })).body).toEqual({
    links: expect.arrayContaining(records),
  });
  for (const { type, id } of records)
    expect([type, await idsAt(`?linked_to=${encodeURIComponent(`${type}:${id}`)}`)]).toEqual([type, [loose.id]]);
  for (const wrong of [
    { type: 'contact', id: theirs.id },
    { type: 'company', id: createId() },
    { type: 'correspondence', id: '1' },
  ])
    expect((await change(loose.id, { add: [wrong] })).status).toBe(404);
  expect((await change(foreign.id, { add: [{ type: 'task', id: '7' }] })).status).toBe(404);
  await change(loose.id, { remove: records.slice(0, 3) });

  const one = await rest.call(`/outgoing-mails/${loose.id}`, { token });
  expect(one.body).toMatchObject({
    outgoing_mail: {
      subject: 'First',
      state: 'draft',
      links: [{ type: 'task', id: '7' }],
      to: [{ name: 'Marta Weiss', email_address: 'marta@weiss-tools.example' }],
      history: [{ state: 'draft', actor: { id: team.olga.userId, name: 'Olga' }, error: null }],
    },
  });
  for (const id of [foreign.id, createId(), 'x'])
    expect((await rest.call(`/outgoing-mails/${id}`, { token })).status).toBe(404);
  const other = await rest.makeToken(team.olga, ['mail:send', 'correspondences:read']);
  expect((await rest.call('/outgoing-mails', { token: other })).status).toBe(403);
});
