import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { beginAuthorization } from './begin-authorization.ts';
import { FinishAuthorization, finishAuthorization } from './finish-authorization.ts';
import { receiveAuthorization } from './receive-authorization.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp({
    env: { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret', SLACK_API_URL: 'http://127.0.0.1:9/' },
  });
  team = await createDomainTeam(app.ports.db);
});
afterAll(() => app.close());

const redirectUri = 'https://gmlfmffpafcmjkgogimenbbacpoejdcn.chromiumapp.org/chat';

async function begin(): Promise<string> {
  const { url, state } = await beginAuthorization(app.ports, team.olga, { purpose: 'link-person', redirectUri });
  expect(new URL(url).searchParams.get('state')).toBe(state);
  return state;
}

test('what the chat comes back with goes to the browser that saw its page, and stays nowhere', async () => {
  const state = await begin();
  const to = new URL((await receiveAuthorization(app.ports, { state, code: 'the-code' })) ?? '');
  expect(`${to.origin}${to.pathname}`).toBe(redirectUri);
  expect(Object.fromEntries(to.searchParams)).toEqual({ state, code: 'the-code' });
  const { rows } = await app.ports.db.$client.query<{ text: string }>(
    'select t::text as text from chat_authorization t',
  );
  expect(rows.map((row) => row.text).join('\n')).not.toContain('the-code');
  // So whoever began it and sent the address to somebody else has nothing to finish with.
  expect(FinishAuthorization.safeParse({ state }).success).toBe(false);
});

test('a state is good for one try, by whoever began, and nobody else', async () => {
  const state = await begin();
  const ben = await team.add('Ben');
  const finish = (who: typeof ben) => finishAuthorization(app.ports, who, { state, code: 'the-code' });
  await expect(finish(ben)).rejects.toMatchObject({ code: 'gone' });
  await expect(finish(team.olga)).rejects.toMatchObject({ code: 'unavailable' });
  await expect(finish(team.olga)).rejects.toMatchObject({ code: 'gone' });
});

test('a state that nobody began leads nowhere, and a refusal says so', async () => {
  expect(await receiveAuthorization(app.ports, { state: 'made-up', code: 'x' })).toBeUndefined();
  const state = await begin();
  const to = new URL((await receiveAuthorization(app.ports, { state, code: undefined })) ?? '');
  expect(Object.fromEntries(to.searchParams)).toEqual({ state, error: 'access_denied' });
});
