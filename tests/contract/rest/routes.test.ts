import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiScope } from '#shared/contract/api-token.ts';
import { createApiToken, revokeApiToken } from '#server/domain/api-tokens/index.ts';
import { saveContact } from '#server/domain/contacts/index.ts';
import { changeCorrespondence, listCorrespondences } from '#server/domain/correspondences/index.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { removeMember } from '#server/domain/departures/index.ts';
import { saveDraft } from '#server/domain/outgoing-mail/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { createRestTeam, type RestTeam } from './rest-team.ts';

let rest: RestTeam;
beforeAll(async () => {
  rest = await createRestTeam();
});
afterAll(() => rest.close());

describe('tokens', () => {
  test('work within their scopes, until revoked, and never by cookie or without', async () => {
    const made = await createApiToken(rest.app.ports, rest.ben, {
      name: 'Read',
      scopes: ['correspondences:read'],
      expiresInDays: 1,
    });
    const first = await rest.call('/correspondences', { token: made.token });
    expect([first.status, first.headers.get('ratelimit-limit')]).toEqual([200, '600']);
    const second = await rest.call('/correspondences', { token: made.token });
    expect(Number(second.headers.get('ratelimit-remaining'))).toBe(
      Number(first.headers.get('ratelimit-remaining')) - 1,
    );
    const id = await rest.receive();
    const body = JSON.stringify({ message: 'x', notify: { users: [rest.ben.userId] } });
    const headers = { 'content-type': 'application/json' };
    const refused = await rest.call(`/correspondences/${id}/notify`, {
      method: 'POST',
      token: made.token,
      body,
      headers,
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    await expect(revokeApiToken(rest.app.ports, rest.team.olga, { id: made.id })).rejects.toMatchObject({
      code: 'not-found',
    });
    await revokeApiToken(rest.app.ports, rest.ben, { id: made.id });
    for (const wrong of [made.token, 'st_made-up-token-of-some-length', ''])
      expect((await rest.call('/correspondences', { token: wrong })).status).toBe(401);
  });

  test('of who leaves the team end, and what was theirs to answer is whoever’s who took them out', async () => {
    const dora = await rest.team.add('Dora');
    const hers = await rest.makeToken(dora);
    const id = await rest.receive({ subject: 'Dora’s' });
    await changeCorrespondence(rest.app.ports, rest.team.olga, { id, change: { assigneeId: dora.userId } });
    await removeMember(rest.app.ports, rest.team.olga, { userId: dora.userId });
    expect((await rest.call('/correspondences', { token: hers })).status).toBe(401);
    const filter = ListCorrespondences.parse({ view: 'all', assigneeId: rest.team.olga.userId });
    expect((await listCorrespondences(rest.app.ports, rest.ben, filter)).cards.map((card) => card.id)).toEqual([id]);
  });

  test('of a viewer may not write, whatever their scopes', async () => {
    const vera = await rest.team.add('Vera', 'viewer');
    const id = await rest.receive();
    const answer = await rest.call(`/correspondences/${id}/notify`, {
      method: 'POST',
      token: await rest.makeToken(vera),
      body: JSON.stringify({ message: 'x', notify: { users: [rest.ben.userId] } }),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(403);
  });
});

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[];
}

/** Every route, with an address that exists for Olga and a body where one is needed. */
async function listOperations() {
  const document = (await (await fetch(`${rest.app.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const contact = await saveContact(rest.app.ports, rest.team.olga, {
    id: createId(),
    name: 'Una',
    address: `${createId()}@act.example`,
  });
  const note = { type: 'TYPE_NOTE', contact_ids: [contact.id], content: 'Likes oak.' };
  const added = () =>
    rest.call('/activities', { method: 'POST', token: all, headers: json, body: JSON.stringify(note) });
  const bodies: Record<string, unknown> = {
    'POST /email/accounts/{accountId}/send': { to: ['a@b.example'], subject: 'Hello', body: { text: 'Hello' } },
    'POST /correspondences/{id}/notify': { message: 'Look', notify: { users: [rest.ben.userId] } },
    'POST /activities': note,
    'PATCH /outgoing-mails/{id}/links': { add: [{ type: 'case', id: '4711' }] },
    'PATCH /activities/{id}': { content: 'Likes walnut.' },
  };
  const idOf = async (path: string) =>
    path.startsWith('/contacts')
      ? contact.id
      : path.startsWith('/activities')
        ? (await added()).body.id
        : path.startsWith('/outgoing-mails')
          ? (await saveDraft(rest.app.ports, rest.team.olga, createOutgoingDraft())).id
          : rest.receive();
  return Promise.all(
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(async ([method, { parameters = [] }]) => {
        const name = `${method.toUpperCase()} ${path}`;
        const isOwn = parameters.some((each) => each.name === 'userId');
        const query = isOwn ? `?userId=${rest.team.olga.userId}` : '';
        const at = path.replace('{id}', await idOf(path)).replace('{accountId}', createId());
        return { name, method: method.toUpperCase(), at: `${at}${query}`, body: bodies[name], isOwn };
      }),
    ),
  );
}

const json = { 'content-type': 'application/json' };
let all: string;

describe('every route', () => {
  let operations: Awaited<ReturnType<typeof listOperations>>;
  beforeAll(async () => {
    all = await rest.makeToken(rest.team.olga, [...ApiScope.options]);
    operations = await listOperations();
  });
  const ask = ({ method, at, body }: (typeof operations)[number], headers: Record<string, string> = {}, by = all) =>
    rest.call(at, {
      method,
      token: by,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test('says how many requests are left, and refuses whoever has no token with a problem', async () => {
    expect(operations.length).toBeGreaterThanOrEqual(11);
    for (const operation of operations) {
      const { headers } = await ask(operation);
      expect([operation.name, headers.get('ratelimit-limit'), headers.get('ratelimit-reset')]).toEqual([
        operation.name,
        '600',
        expect.stringMatching(/^\d+$/),
      ]);
      const refused = await ask(operation, {}, 'st_made-up-token-of-some-length');
      expect([operation.name, refused.status, refused.headers.get('content-type')]).toEqual([
        operation.name,
        401,
        'application/problem+json',
      ]);
    }
  });

  test('that reads has an ETag, and answers 304 while nothing changed', async () => {
    // One leads a browser away, and says nothing itself.
    for (const operation of operations.filter(({ method, name }) => method === 'GET' && name !== 'GET /auth/email')) {
      await ask(operation);
      const first = await ask(operation);
      expect([operation.name, first.status]).toEqual([operation.name, 200]);
      const answer = await fetch(`${rest.app.url}${operation.at}`, {
        headers: { authorization: `Bearer ${all}`, 'if-none-match': first.headers.get('etag') ?? '' },
      });
      expect([operation.name, answer.status]).toEqual([operation.name, 304]);
    }
  });

  test('that writes is done once per Idempotency-Key, and another request under the key is refused', async () => {
    for (const operation of operations.filter(({ method, isOwn }) => method !== 'GET' && !isOwn)) {
      const key = { 'idempotency-key': createId<string>() };
      const fresh = { ...operation };
      if (operation.method === 'DELETE' || operation.method === 'PATCH') fresh.at = (await again(operation)).at;
      const [first, second] = [await ask(fresh, key), await ask(fresh, key)];
      expect([operation.name, first.status < 300]).toEqual([operation.name, true]);
      expect([operation.name, second.status]).toEqual([operation.name, first.status]);
      expect([operation.name, second.headers.get('idempotency-replayed')]).toEqual([operation.name, 'true']);
      expect(second.body).toEqual(first.body);
      const other = await ask(
        { ...fresh, at: `${fresh.at}?other=1`, body: { ...(fresh.body as object), more: 1 } },
        key,
      );
      expect([operation.name, other.status]).toEqual([operation.name, 422]);
    }
  });

  test('with userId is for that person alone', async () => {
    for (const operation of operations.filter(({ isOwn }) => isOwn)) {
      const at = operation.at.replace(rest.team.olga.userId, rest.ben.userId);
      expect([operation.name, (await ask({ ...operation, at })).status]).toEqual([operation.name, 403]);
    }
  });

  async function again({ name }: (typeof operations)[number]) {
    const found = (await listOperations()).find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`${name} is gone.`);
    return found;
  }
});

test('OpenAPI describes every route, and a page shows it from our own server alone', async () => {
  const document = (await (await fetch(`${rest.app.url}/api/openapi.json`)).json()) as {
    paths: object;
    components: object;
  };
  expect(Object.keys(document.paths)).toEqual([
    '/correspondences',
    '/correspondences/{id}',
    '/correspondences/{id}/notify',
    '/api/email_threads',
    '/activities',
    '/activities/{id}',
    '/contacts',
    '/contacts/{id}',
    '/contacts/{id}/timeline',
    '/auth/email',
    '/email/accounts',
    '/email/accounts/{accountId}',
    '/email/accounts/{accountId}/refresh',
    '/email/accounts/{accountId}/send',
    '/outgoing-mails',
    '/outgoing-mails/{id}',
    '/outgoing-mails/{id}/links',
  ]);
  expect(document.components).toMatchObject({
    schemas: { Email: {}, Correspondence: {}, EmailThread: {}, Problem: {} },
  });
  const page = await fetch(`${rest.app.url}/api/docs`);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^sandbox allow-scripts allow-popups; default-src 'none'; script-src 'self';/);
  expect(policy).not.toContain('http');
  const markup = await page.text();
  expect(markup).toContain('/correspondences/{id}/notify');
  for (const [, path] of markup.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect(path).toMatch(/^\/api\/docs\//);
    const part = await fetch(`${rest.app.url}${path}`);
    expect([path, part.status, part.headers.get('x-content-type-options')]).toEqual([path, 200, 'nosniff']);
    expect((await part.text()).length).toBeGreaterThan(100);
  }
});
