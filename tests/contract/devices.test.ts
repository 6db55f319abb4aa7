import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TeamId } from '#shared/contract/ids.ts';
import { callProcedure, type ProcedureAnswer } from '#tests/support/call-procedure.ts';
import { addTestMember, addTestTeam, signInTestPerson, type TestPerson } from '#tests/support/people.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let app: TestApp;
let teamId: TeamId;
let owner: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

beforeEach(async () => {
  const { db } = app.ports;
  const domain = `${crypto.randomUUID()}.example`;
  ({ teamId, owner } = await addTestTeam(db, { name: 'Acme', owner: { name: 'Olga', email: `olga@${domain}` } }));
  admin = await addTestMember(db, teamId, { name: 'Adam', email: `adam@${domain}`, role: 'admin' });
});

function mutate(who: TestPerson, path: string, input?: unknown): Promise<ProcedureAnswer> {
  return callProcedure(app.url, { token: who.token, teamId }, 'mutation', path, input);
}

function query(who: TestPerson, path: string): Promise<ProcedureAnswer> {
  return callProcedure(app.url, { token: who.token, teamId }, 'query', path);
}

/** A live stream that has begun; `rest` gives all it told once it ends. */
async function openStream(who: TestPerson): Promise<{ rest(): Promise<string> }> {
  const input = encodeURIComponent(JSON.stringify({ cursor: null }));
  const headers = { authorization: `Bearer ${who.token}`, 'x-sidethread-team': teamId };
  const answer = await fetch(`${app.url}/trpc/live.events?input=${input}`, { headers });
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const readUntil = async (isEnough: () => boolean) => {
    while (!isEnough()) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return text;
      text += decoder.decode(chunk.value, { stream: true });
    }
    return text;
  };
  await readUntil(() => text.includes('heartbeat'));
  return { rest: () => readUntil(() => false) };
}

describe('a live stream', () => {
  test('ends when its device is signed out, and tells nothing that happens after', async () => {
    const other = await signInTestPerson(app.ports.db, owner.userId);
    const stream = await openStream({ ...owner, ...other });
    await mutate(owner, 'devices.revoke', { id: other.deviceId });
    await mutate(owner, 'teams.setPresence', { enabled: false });
    expect(await stream.rest()).not.toContain('"kind":"session"');
  });

  test('ends when its person is removed from the team', async () => {
    const stream = await openStream(admin);
    await mutate(owner, 'teams.removeMember', { userId: admin.userId });
    expect(await stream.rest()).not.toContain('"kind":"session"');
  });
});

describe('devices', () => {
  test('a person signs one of their own out, and its next request fails', async () => {
    const other = await signInTestPerson(app.ports.db, owner.userId);
    expect((await mutate(owner, 'devices.revoke', { id: other.deviceId })).status).toBe(200);
    const answer = await callProcedure(app.url, { token: other.token, teamId }, 'query', 'session.get');
    expect(answer).toMatchObject({ status: 401, problem: { code: 'not-signed-in' } });
  });

  test('nobody signs another person’s out', async () => {
    const forged = await mutate(admin, 'devices.revoke', { id: owner.deviceId });
    const missing = await mutate(admin, 'devices.revoke', { id: crypto.randomUUID() });
    expect([forged.status, forged.text]).toEqual([404, missing.text]);
    expect((await query(owner, 'session.get')).status).toBe(200);
  });
});
