import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiScope } from '#shared/contract/api-token.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { createApiToken, revokeApiToken } from '#server/domain/api-tokens/index.ts';
import { saveContact } from '#server/domain/contacts/index.ts';
import { changeCorrespondence, listCorrespondences, postAboutMail } from '#server/domain/correspondences/index.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { removeMember } from '#server/domain/teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type SourceOptions,
  type TestMailbox,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let support: TestMailbox;
let token: string;

beforeAll(async () => {
  app = await startTestApp();
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  support = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(app.ports.db, support);
  token = await makeToken(team.olga);
});
afterAll(() => app.close());

async function makeToken(who: Context, scopes: ApiScope[] = ['correspondences:read', 'correspondences:write']) {
  return (await createApiToken(app.ports, who, { name: 'Test', scopes, expiresInDays: null })).token;
}

/** What these tests read of answers. */
interface Body {
  readonly data: readonly { readonly id: string }[];
  readonly pagination: { readonly urls: { readonly next: string | null } };
  readonly correspondence: { readonly unread: boolean };
  readonly id: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function call(path: string, options: RequestInit & { token?: string } = {}): Promise<Answer> {
  const headers = new Headers(options.headers);
  headers.set('authorization', `Bearer ${options.token ?? token}`);
  const answer = await fetch(path.startsWith('http') ? path : `${app.url}${path}`, { ...options, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: JSON.parse(text === '' ? '{}' : text) as Body };
}

async function receive(options: SourceOptions = {}): Promise<CorrespondenceId> {
  return (await storeEmail(app.ports, arrive(support, createSource(options)))).correspondenceId as CorrespondenceId;
}

const seedTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const userShape = {
  id: expect.any(String),
  first_name: 'Olga',
  last_name: '',
  phone_number: null,
  job_title: null,
  email: expect.stringContaining('@larkfield.example'),
  email_notifications: false,
  profile_picture: null,
  created_at: expect.stringMatching(seedTime),
  updated_at: expect.stringMatching(seedTime),
};

describe('GET /correspondences', () => {
  test('gives each with its newest mail, in the shape that other systems read', async () => {
    const contact = await saveContact(app.ports, team.olga, {
      id: createId(),
      name: 'Jack Daniels',
      address: 'jd@gmail.com',
    });
    const file = { name: 'example.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') };
    const first = {
      id: 'first@shape.example',
      subject: 'Followup',
      from: 'Jack <jd@gmail.com>',
      cc: 'management@example.com',
    };
    const id = await receive({ ...first, file });
    const body =
      'Sounds <good>.\r\n\r\nOn 28 Feb 2017, at 13:50, Support <support@larkfield.example> wrote:\r\n> Hi Jack';
    await receive({ references: [first.id], subject: 'Re: Followup', from: first.from, body, date: new Date() });
    const { status, body: answer } = await call(`/correspondences?contact_id=${contact.id}`);
    expect(status).toBe(200);
    expect(answer).toEqual({
      data: [
        {
          id,
          unread: true,
          number_of_emails: 2,
          number_of_attachments: 1,
          email: {
            id: expect.any(String),
            activity_id: expect.any(String),
            correspondence_id: id,
            user: userShape,
            contacts: [
              {
                id: contact.id,
                b2c: true,
                account: { id: expect.any(String), name: 'Private' },
                user: null,
                team_id: null,
                team: null,
                status: 'new',
                fixed_fields: expect.arrayContaining([
                  expect.objectContaining({ name: 'email', value: 'jd@gmail.com' }),
                ]),
                custom_fields: [],
                created_at: expect.stringMatching(seedTime),
                updated_at: expect.stringMatching(seedTime),
                latest_activity_at: expect.stringMatching(seedTime),
                social_profile: {},
              },
            ],
            case_id: null,
            relations_path_name: null,
            type: 'activity-incoming',
            sender: 'jd@gmail.com',
            from: [
              {
                email_address: 'jd@gmail.com',
                account: { id: expect.any(String), name: 'Private' },
                contact: { id: contact.id, name: 'Jack Daniels' },
              },
            ],
            recipients: [{ user_id: team.olga.userId }],
            cc: [],
            bcc: [],
            subject: 'Re: Followup',
            attachments: null,
            content: expect.stringContaining('Sounds &lt;good&gt;.<br />\r\n'),
            parsed: {
              fragments: expect.arrayContaining([expect.objectContaining({ is_quoted: true, is_hidden: true })]),
              visible_text: 'Sounds &lt;good&gt;.',
            },
            body: null,
            sent_at: null,
            created_at: expect.stringMatching(seedTime),
            updated_at: expect.stringMatching(seedTime),
          },
          users: [userShape],
          created_at: expect.stringMatching(seedTime),
          updated_at: expect.stringMatching(seedTime),
        },
      ],
      pagination: { total: 1, page: 1, per_page: 15, urls: { previous: null, next: null } },
    });
  });

  test('filters by case, unread and words, and pages by number and by cursor', async () => {
    const id = await receive({ subject: 'Walnut veneer' });
    await changeCorrespondence(app.ports, team.olga, { id, change: { caseId: 'case-9' } });
    for (const query of ['case_id=case-9', 'search=walnut', 'search=walnut&show=unread'])
      expect(
        (await call(`/correspondences?${query}`)).body.data.map((each) => each.id),
        query,
      ).toEqual([id]);
    for (let at = 0; at < 5; at++) await receive({ subject: `Oakwood ${at}`, from: `o${at}@oak.example` });
    const byPage: string[] = [];
    for (let url: string | null = '/correspondences?search=oakwood&per_page=2'; url !== null;) {
      const { body } = await call(url);
      byPage.push(...body.data.map((each) => each.id));
      expect(body.pagination).toMatchObject({ total: 5, per_page: 2 });
      url = body.pagination.urls.next;
    }
    const byCursor: string[] = [];
    for (let url: string | undefined = '/correspondences?search=oakwood&per_page=2'; url !== undefined;) {
      const { body, headers } = await call(url);
      byCursor.push(...body.data.map((each) => each.id));
      url = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(new Set(byPage).size).toBe(5);
    expect(byCursor).toEqual(byPage);
  });
});

describe('GET /correspondences/:id', () => {
  test('gives all mails, newest first, and marks as read for the caller alone', async () => {
    const file = { name: 'example.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 offer') };
    const first = { id: 'out@larkfield.example', from: 'Support <support@larkfield.example>', to: 'jan@new.example' };
    const id = await receive({ ...first, bcc: 'boss@larkfield.example', file });
    await receive({
      references: [first.id],
      from: 'jan@new.example',
      to: 'support@larkfield.example',
      date: new Date(),
    });
    const { body, headers } = await call(`/correspondences/${id}`);
    expect(Object.keys(body)).toEqual(['correspondence', 'data', 'pagination']);
    expect(body.correspondence).toMatchObject({ id, unread: true, number_of_emails: 2, number_of_attachments: 1 });
    expect(body.data).toMatchObject([
      { type: 'activity-incoming', from: [{ email_address: 'jan@new.example' }], bcc: [] },
      {
        type: 'activity-outgoing',
        from: [{ user_id: team.olga.userId }],
        bcc: [{ email_address: 'boss@larkfield.example' }],
        attachments: [{ name: 'example', type: 'pdf', size: 14, user_id: team.olga.userId }],
        sent_at: '2026-11-02 09:00:00',
      },
    ]);
    expect(headers.get('etag')).toBeTruthy();
    const again = await call(`/correspondences/${id}`);
    expect(again.body.correspondence.unread).toBe(false);
    const unchanged = await fetch(`${app.url}/correspondences/${id}`, {
      headers: { authorization: `Bearer ${token}`, 'if-none-match': again.headers.get('etag') ?? '' },
    });
    expect(unchanged.status).toBe(304);
  });

  test('of mail that is not shared, of another team or of nothing is the same 404', async () => {
    const bens = createTestMailbox(ben, 'ben@larkfield.example');
    const hidden = await storeEmail(app.ports, arrive(bens, createSource({ subject: 'Salary' })));
    const other = await createDomainTeam(app.ports.db);
    const foreign = await makeToken(other.olga);
    const id = await receive();
    const answers = [
      await call(`/correspondences/${hidden.correspondenceId}`),
      await call(`/correspondences/${createId()}`),
      await call('/correspondences/none'),
      await call(`/correspondences/${id}`, { token: foreign }),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json']);
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
  });
});

function send(id: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return call(`/correspondences/${id}/notify`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function unreadOf(who: Context): Promise<string[]> {
  return (await listCorrespondences(app.ports, who, ListCorrespondences.parse({ unread: true }))).cards.map(
    ({ id }) => id,
  );
}

describe('POST /correspondences/:id/notify', () => {
  test('puts it into the list of users or of the whole team, once per Idempotency-Key', async () => {
    const id = await receive();
    const message = 'Hi! Check this correspondence out!';
    const key = { 'idempotency-key': 'notify-1' };
    const sent = { message, notify: { users: [ben.userId] } };
    for (let times = 0; times < 2; times++) expect((await send(id, sent, key)).status).toBe(204);
    expect(await unreadOf(ben)).toContain(id);
    expect((await send(id, { ...sent, message: 'Other' }, key)).status).toBe(422);
    const carl = await team.add('Carl');
    expect((await send(id, { message, notify: { teams: [team.teamId] } })).status).toBe(204);
    expect(await unreadOf(carl)).toContain(id);
    const { rows } = await app.ports.db.$client.query(
      "select from correspondence_event where correspondence_id = $1 and kind = 'notify'",
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  test('refuses what names nobody, strangers or nothing to say', async () => {
    const id = await receive();
    const wrong = [
      { message: 'x', notify: {} },
      { message: ' ', notify: { users: [ben.userId] } },
      { message: 'x', notify: { users: [1, 6] } },
      { message: 'x', notify: { teams: [createId()] } },
      { notify: { users: [ben.userId] } },
    ];
    for (const body of wrong)
      expect(await send(id, body)).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  });
});

test('GET /api/email_threads gives a row per mail and per message that the caller may see', async () => {
  const quiet = await createDomainTeam(app.ports.db);
  const other = await quiet.add('Ben');
  const box = createTestMailbox(quiet.olga, 'sales@larkfield.example');
  await shareEverything(app.ports.db, box);
  const mine = { from: 'sales@larkfield.example', to: 'c@shop.example', bcc: 'boss@larkfield.example', body: 'Hello' };
  const { correspondenceId } = await storeEmail(
    app.ports,
    arrive(box, createSource(mine), { thread: '18c0000000000def' }),
  );
  const mail = createMail({ account: 'sales@larkfield.example', thread: '18c0000000000def' });
  const post = (visibility: 'team' | 'private', body: string) =>
    postAboutMail(app.ports, visibility === 'team' ? quiet.olga : other, {
      ...draftOf(body),
      target: { mail, visibility, channelId: null },
    });
  await post('private', 'Between us');
  const { discussion } = await post('team', 'What now?');
  const { body } = await call('/api/email_threads?limit=5&offset=0', { token: await makeToken(quiet.olga) });
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
  const contact = await saveContact(app.ports, team.olga, { id: createId(), name: 'Una', address: 'una@act.example' });
  const writing = await makeToken(team.olga, ['activities:write']);
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'call-1' };
  const body = JSON.stringify({ type: 'TYPE_CALL', contact_ids: [contact.id], content: 'Spoke about oak.' });
  const add = () => call('/activities', { method: 'POST', token: writing, headers, body });
  const [first, again] = [await add(), await add()];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect(first.body).toMatchObject({
    type: 'TYPE_CALL',
    contact_ids: [contact.id],
    user_id: team.olga.userId,
    team_id: team.teamId,
    happened_at: expect.stringMatching(seedTime),
  });
  const path = `/activities/${first.body.id}`;
  const json = { 'content-type': 'application/json' };
  const change = JSON.stringify({ content: 'Spoke about walnut.' });
  const changed = await call(path, { method: 'PATCH', token: writing, headers: json, body: change });
  expect(changed).toMatchObject({ status: 200, body: { content: 'Spoke about walnut.', version: 2 } });
  expect((await call(path, { method: 'DELETE', token: writing })).status).toBe(204);
  expect((await call(path, { method: 'PATCH', token: writing, headers: json, body: change })).status).toBe(404);
  expect((await call('/activities', { method: 'POST', token, headers: json, body })).status).toBe(403);
});

describe('tokens', () => {
  test('work within their scopes, until revoked, and never by cookie or without', async () => {
    const made = await createApiToken(app.ports, ben, {
      name: 'Read',
      scopes: ['correspondences:read'],
      expiresInDays: 1,
    });
    const first = await call('/correspondences', { token: made.token });
    expect([first.status, first.headers.get('ratelimit-limit')]).toEqual([200, '600']);
    const second = await call('/correspondences', { token: made.token });
    expect(Number(second.headers.get('ratelimit-remaining'))).toBe(
      Number(first.headers.get('ratelimit-remaining')) - 1,
    );
    const id = await receive();
    const body = JSON.stringify({ message: 'x', notify: { users: [ben.userId] } });
    const headers = { 'content-type': 'application/json' };
    const refused = await call(`/correspondences/${id}/notify`, { method: 'POST', token: made.token, body, headers });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    await expect(revokeApiToken(app.ports, team.olga, { id: made.id })).rejects.toMatchObject({ code: 'not-found' });
    await revokeApiToken(app.ports, ben, { id: made.id });
    for (const wrong of [made.token, 'st_made-up-token-of-some-length', ''])
      expect((await call('/correspondences', { token: wrong })).status).toBe(401);
  });

  test('of who leaves the team end, and what was theirs to answer is whoever’s who took them out', async () => {
    const dora = await team.add('Dora');
    const hers = await makeToken(dora);
    const id = await receive({ subject: 'Dora’s' });
    await changeCorrespondence(app.ports, team.olga, { id, change: { assigneeId: dora.userId } });
    await removeMember(app.ports, team.olga, { userId: dora.userId });
    expect((await call('/correspondences', { token: hers })).status).toBe(401);
    const filter = ListCorrespondences.parse({ view: 'all', assigneeId: team.olga.userId });
    expect((await listCorrespondences(app.ports, ben, filter)).cards.map((card) => card.id)).toEqual([id]);
  });

  test('of a viewer may not write, whatever their scopes', async () => {
    const vera = await team.add('Vera', 'viewer');
    const id = await receive();
    const answer = await call(`/correspondences/${id}/notify`, {
      method: 'POST',
      token: await makeToken(vera),
      body: JSON.stringify({ message: 'x', notify: { users: [ben.userId] } }),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(403);
  });
});

test('OpenAPI describes every route, and a page shows it that can reach nothing of the server', async () => {
  const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as { paths: object; components: object };
  expect(Object.keys(document.paths)).toEqual([
    '/correspondences',
    '/correspondences/{id}',
    '/correspondences/{id}/notify',
    '/api/email_threads',
    '/activities',
    '/activities/{id}',
    '/email/accounts',
    '/email/accounts/{accountId}',
    '/email/accounts/{accountId}/refresh',
  ]);
  expect(document.components).toMatchObject({
    schemas: { Email: {}, Correspondence: {}, EmailThread: {}, Problem: {} },
  });
  const page = await fetch(`${app.url}/api/docs`);
  expect(page.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts allow-popups;/);
  expect(await page.text()).toContain('/correspondences/{id}/notify');
});
