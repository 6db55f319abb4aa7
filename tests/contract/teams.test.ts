import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Invitation, SessionView } from '#shared/contract/person.ts';
import type { TeamId } from '#shared/contract/ids.ts';
import { auditEntry, authInvitation, authMember, authUser } from '#server/db/schema/index.ts';
import { findTeammateByConfirmedEmail } from '#server/domain/teams/index.ts';
import { callProcedure, type ProcedureAnswer } from '#tests/support/call-procedure.ts';
import { addTestMember, addTestTeam, type TestPerson } from '#tests/support/people.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser } from '#tests/support/test-browser.ts';

let app: TestApp;
let teamId: TeamId;
let owner: TestPerson;
let admin: TestPerson;
let count = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '1' } });
});
afterAll(() => app.close());

beforeEach(async () => {
  count += 1;
  const team = await addTestTeam(app.ports.db, {
    name: `Team ${count}`,
    owner: { name: 'Olga Owner', email: `olga${count}@example.com` },
  });
  teamId = team.teamId;
  owner = team.owner;
  admin = await addTestMember(app.ports.db, teamId, { name: 'Adam', email: `adam${count}@example.com`, role: 'admin' });
});

function mutate(who: TestPerson, path: string, input?: unknown): Promise<ProcedureAnswer> {
  return callProcedure(app.url, { token: who.token, teamId }, 'mutation', path, input);
}

function query(who: TestPerson, path: string): Promise<ProcedureAnswer> {
  return callProcedure(app.url, { token: who.token, teamId }, 'query', path);
}

async function invite(email: string, role = 'member', by = admin): Promise<Invitation> {
  return Invitation.parse((await mutate(by, 'teams.invite', { email, role })).data);
}

function auditOf(action: string) {
  return app.ports.db
    .select({ actorId: auditEntry.actorId, target: auditEntry.target })
    .from(auditEntry)
    .where(and(eq(auditEntry.teamId, teamId), eq(auditEntry.action, action)));
}

function pathOf(invitation: Invitation): string {
  return new URL(invitation.link ?? '').pathname;
}

const newPerson = { name: 'Nina New', password: 'a long pass phrase' };

describe('invitations', () => {
  test('bring a new person in once, with the role they were given', async () => {
    const email = `nina${count}@example.com`;
    const path = pathOf(await invite(email.toUpperCase(), 'viewer'));
    const browser = createTestBrowser(app.url);
    expect((await browser.get(path)).text).toContain(`Team ${count}`);
    const page = await browser.follow(await browser.post(path, newPerson));
    expect(page.text).toContain(`Team ${count} <span class="soft">(viewer)</span>`);
    const again = await createTestBrowser(app.url).post(path, { ...newPerson, name: 'Somebody Else' });
    expect([again.status, again.text.includes('no longer works')]).toEqual([410, true]);
    expect((await createTestBrowser(app.url).get(path)).status).toBe(410);
    const members = await query(owner, 'teams.members');
    expect(members.data).toContainEqual(expect.objectContaining({ email, role: 'viewer', name: 'Nina New' }));
  });

  test('used at the same moment twice make one person', async () => {
    const path = pathOf(await invite(`twin${count}@example.com`));
    const answers = await Promise.all(
      ['One', 'Two'].map((name) => createTestBrowser(app.url).post(path, { ...newPerson, name })),
    );
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 410]);
  });

  test('are only for the address that they name', async () => {
    const path = pathOf(await invite(`nina${count}@example.com`));
    const other = pathOf(await invite(`otto${count}@example.com`));
    const browser = createTestBrowser(app.url);
    await browser.post(other, { ...newPerson, name: 'Otto' });
    const shown = await browser.get(path);
    expect(shown.text).toContain('somebody else');
    const refused = await browser.post(path, newPerson);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(`This invitation is for nina${count}@example.com`);
    const joined = await app.ports.db
      .select()
      .from(authUser)
      .where(eq(authUser.email, `nina${count}@example.com`));
    expect(joined).toEqual([]);
  });

  test('to somebody with an account ask them to sign in', async () => {
    const path = pathOf(await invite(`nina${count}@example.com`));
    await createTestBrowser(app.url).post(path, newPerson);
    const second = await addTestTeam(app.ports.db, { name: 'Other', owner: { name: 'O', email: `o${count}@x.org` } });
    const answer = await callProcedure(
      app.url,
      { token: second.owner.token, teamId: second.teamId },
      'mutation',
      'teams.invite',
      { email: `nina${count}@example.com`, role: 'member' },
    );
    const secondPath = pathOf(Invitation.parse(answer.data));
    const stranger = createTestBrowser(app.url);
    expect((await stranger.get(secondPath)).text).toContain('Sign in to join');
    expect((await stranger.post(secondPath, newPerson)).text).toContain('There is an account for this address already');
    const browser = createTestBrowser(app.url);
    const credentials = { email: `nina${count}@example.com`, password: newPerson.password, next: secondPath };
    const page = await browser.follow(await browser.post('/sign-in', credentials));
    expect(page.text).toContain('Join as Nina New');
    expect((await browser.follow(await browser.post(secondPath, {}))).text).toContain('Other');
  });

  test.each(['x', 'x.y', `${crypto.randomUUID()}.${'A'.repeat(43)}`])('can not be guessed (%s)', async (token) => {
    expect((await createTestBrowser(app.url).get(`/invitation/${token}`)).status).toBe(410);
  });

  test('an id without the rest of its link opens nothing', async () => {
    const { id } = await invite(`nina${count}@example.com`);
    expect((await createTestBrowser(app.url).get(`/invitation/${id}.`)).status).toBe(410);
    expect((await createTestBrowser(app.url).get(`/invitation/${id}`)).status).toBe(410);
  });

  test('end when cancelled, replaced or a week old', async () => {
    const cancelled = await invite(`a${count}@example.com`);
    expect((await mutate(admin, 'teams.cancelInvitation', { id: cancelled.id })).status).toBe(200);
    expect((await mutate(admin, 'teams.cancelInvitation', { id: cancelled.id })).status).toBe(404);
    const replaced = await invite(`b${count}@example.com`);
    const newer = await invite(`b${count}@example.com`);
    const old = await invite(`c${count}@example.com`);
    const past = { expiresAt: new Date(Date.now() - 1) };
    await app.ports.db.update(authInvitation).set(past).where(eq(authInvitation.id, old.id));
    for (const invitation of [cancelled, replaced, old])
      expect((await createTestBrowser(app.url).get(pathOf(invitation))).status).toBe(410);
    expect((await createTestBrowser(app.url).get(pathOf(newer))).status).toBe(200);
    const open = await query(admin, 'teams.invitations');
    expect(open.data).toEqual([expect.objectContaining({ id: newer.id, link: newer.link })]);
  });

  test('to an owner are an owner’s to make', async () => {
    expect((await mutate(admin, 'teams.invite', { email: 'x@example.com', role: 'owner' })).status).toBe(403);
    expect((await invite('x@example.com', 'owner', owner)).role).toBe('owner');
    const shown = await query(admin, 'teams.invitations');
    expect(shown.data).toEqual([expect.objectContaining({ role: 'owner', link: null })]);
  });

  test('refuse who is in the team already, and addresses that are none', async () => {
    const member = await mutate(owner, 'teams.invite', { email: admin.email, role: 'member' });
    expect([member.status, member.problem?.message]).toEqual([409, 'This person is in the team already.']);
    const none = await mutate(owner, 'teams.invite', { email: 'not an address', role: 'member' });
    expect(none).toMatchObject({ status: 400, problem: { code: 'invalid-input' } });
    expect(none.problem?.message).toContain('That e-mail address is not complete.');
  });

  test('handed over by hand confirm the address within that team only', async () => {
    const email = `nina${count}@example.com`;
    await createTestBrowser(app.url).post(pathOf(await invite(email)), newPerson);
    const here = await findTeammateByConfirmedEmail(app.ports.db, teamId, email.toUpperCase());
    expect(here?.name).toBe('Nina New');
    const [user] = await app.ports.db.select().from(authUser).where(eq(authUser.email, email));
    expect(user?.emailVerified).toBe(false);
    const second = await addTestTeam(app.ports.db, { name: 'Other', owner: { name: 'O', email: `o${count}@x.org` } });
    const membership = { id: crypto.randomUUID(), organizationId: second.teamId, userId: user?.id ?? '' };
    await app.ports.db.insert(authMember).values({ ...membership, role: 'member' });
    expect(await findTeammateByConfirmedEmail(app.ports.db, second.teamId, email)).toBeUndefined();
  });
});

describe('roles and members', () => {
  test.each([
    ['is removed', 'teams.removeMember', {}],
    ['may no longer invite', 'teams.setRole', { role: 'member' }],
  ])('the invitations of somebody who %s no longer let anybody in', async (_what, path, input) => {
    const theirs = await invite(`back${count}@example.com`);
    const others = await invite(`other${count}@example.com`, 'member', owner);
    await mutate(owner, path, { userId: admin.userId, ...input });
    expect((await createTestBrowser(app.url).post(pathOf(theirs), newPerson)).status).toBe(410);
    expect((await createTestBrowser(app.url).get(pathOf(others))).status).toBe(200);
  });

  test('who is an owner no longer makes none by an earlier invitation', async () => {
    await mutate(owner, 'teams.setRole', { userId: admin.userId, role: 'owner' });
    const toOwner = await invite(`second${count}@example.com`, 'owner');
    const toMember = await invite(`third${count}@example.com`);
    await mutate(owner, 'teams.setRole', { userId: admin.userId, role: 'admin' });
    expect((await createTestBrowser(app.url).post(pathOf(toOwner), newPerson)).status).toBe(410);
    expect((await createTestBrowser(app.url).get(pathOf(toMember))).status).toBe(200);
  });

  test('the last owner stays, also when two step down at once', async () => {
    const answer = await mutate(owner, 'teams.setRole', { userId: owner.userId, role: 'member' });
    expect(answer).toMatchObject({ status: 409, problem: { code: 'conflict' } });
    expect((await mutate(owner, 'teams.removeMember', { userId: owner.userId })).status).toBe(409);
    await mutate(owner, 'teams.setRole', { userId: admin.userId, role: 'owner' });
    const both = await Promise.all(
      [owner, admin].map((who) => mutate(who, 'teams.setRole', { userId: who.userId, role: 'member' })),
    );
    expect(both.map((one) => one.status).toSorted()).toEqual([200, 409]);
  });

  test('an admin neither makes, changes nor removes an owner', async () => {
    expect((await mutate(admin, 'teams.setRole', { userId: admin.userId, role: 'owner' })).status).toBe(403);
    expect((await mutate(admin, 'teams.setRole', { userId: owner.userId, role: 'viewer' })).status).toBe(403);
    expect((await mutate(admin, 'teams.removeMember', { userId: owner.userId })).status).toBe(403);
  });

  test('a changed role counts from the next request on', async () => {
    expect((await query(admin, 'teams.invitations')).status).toBe(200);
    await mutate(owner, 'teams.setRole', { userId: admin.userId, role: 'viewer' });
    expect((await query(admin, 'teams.invitations')).status).toBe(403);
  });

  test('a removed person loses the team at once and keeps their account', async () => {
    await mutate(owner, 'teams.removeMember', { userId: admin.userId });
    expect((await query(admin, 'teams.members')).status).toBe(404);
    const session = SessionView.parse((await query(admin, 'session.get')).data);
    expect(session.teams).toEqual([]);
  });

  test('who leaves is out at once, and nobody with their invitations comes in', async () => {
    const theirs = await invite(`late${count}@example.com`);
    expect((await mutate(admin, 'teams.leave')).status).toBe(200);
    expect((await query(admin, 'teams.members')).status).toBe(404);
    expect((await createTestBrowser(app.url).post(pathOf(theirs), newPerson)).status).toBe(410);
    const last = await mutate(owner, 'teams.leave');
    expect([last.status, last.problem?.message]).toEqual([
      409,
      'A team needs an owner. Make somebody else an owner first.',
    ]);
    expect(await auditOf('member.leave')).toEqual([{ actorId: admin.userId, target: `user:${admin.userId}` }]);
  });

  test('a team gets another name, which is one clean line', async () => {
    expect((await mutate(admin, 'teams.rename', { name: '  Larkfield\n Tools ' })).status).toBe(200);
    const session = SessionView.parse((await query(owner, 'session.get')).data);
    expect(session.teams.map(({ name }) => name)).toEqual(['Larkfield Tools']);
    expect((await mutate(admin, 'teams.rename', { name: '   ' })).problem?.message).toContain('Give the team a name.');
    expect(await auditOf('team.rename')).toEqual([{ actorId: admin.userId, target: `team:${teamId}` }]);
  });

  test('every change leaves an audit row and tells the team', async () => {
    const stop = new AbortController();
    const feed = app.ports.liveFeed.subscribe({ teamId, signal: stop.signal })[Symbol.asyncIterator]();
    expect((await feed.next()).value).toMatchObject({ type: 'ready' });
    await mutate(owner, 'teams.setPresence', { enabled: false });
    expect((await feed.next()).value).toMatchObject({ kind: 'session', teamId });
    stop.abort();
    const rows = await app.ports.db
      .select({ action: auditEntry.action, detail: auditEntry.detail })
      .from(auditEntry)
      .where(and(eq(auditEntry.teamId, teamId), eq(auditEntry.action, 'team.set-presence')));
    expect(rows).toEqual([{ action: 'team.set-presence', detail: { enabled: false } }]);
  });
});
