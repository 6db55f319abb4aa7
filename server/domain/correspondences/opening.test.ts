import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiscussionId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import { getDiscussion, removeDiscussion, restoreDiscussion } from '../discussions/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, createMail, draftOf, hashMail, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { joinDiscussion, openCorrespondence, postAboutMail, refuseJoin } from './index.ts';

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

const fingerprint = (n: number) => n.toString(16).padStart(64, '0');

async function start(mail = createMail(), visibility: Visibility = 'team', who: Context = team.olga) {
  const target = { mail, visibility, channelId: null };
  return postAboutMail(app.ports, who, { ...draftOf('about this'), target });
}

async function open(who: Context, mail: ReturnType<typeof createMail>) {
  return openCorrespondence(app.ports, who, await hashMail(team.hashKey, mail));
}

/** Every row of every table of ours, to see whether anything was written. */
async function everything(): Promise<string> {
  const { rows } = await app.ports.db.execute<{ name: string }>(sql`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema in ('public', 'auth', 'graphile_worker') and table_type = 'BASE TABLE' order by 1`);
  const parts: string[] = [];
  for (const { name } of rows) {
    const found = await app.ports.db.execute<{ row: string }>(
      sql`select t::text as row from ${sql.raw(name)} t order by 1`,
    );
    parts.push(`${name}\n${found.rows.map(({ row }) => row).join('\n')}`);
  }
  return parts.join('\n');
}

describe('opening a mail', () => {
  test('stores nothing, whoever opens it and whatever is there', async () => {
    const mail = createMail({ fingerprints: [fingerprint(1)] });
    await start(mail);
    const before = await everything();
    for (const who of [team.olga, ben, await team.add('Vera', 'viewer')]) {
      const known = await everything();
      await open(who, mail);
      await open(who, createMail({ fingerprints: [fingerprint(1)], account: 'ben@larkfield.example' }));
      await open(who, createMail({ sender: { name: 'X', address: 'never-seen@secret.example' } }));
      expect(await everything()).toBe(known);
    }
    expect(before).not.toContain('never-seen@secret.example');
    expect(await everything()).not.toMatch(/never-seen|secret\.example/);
  });

  test('shows the discussion to everybody who has that thread of that account open', async () => {
    const mail = createMail();
    const { discussion } = await start(mail);
    const view = await open(ben, mail);
    expect(view).toMatchObject({ correspondenceId: discussion.correspondenceId, joinOffer: null });
    expect(view.discussion?.messages.map(({ body }) => body)).toEqual(['about this']);
    const otherAccount = await open(ben, { ...mail, account: 'ben@larkfield.example' });
    expect([otherAccount.correspondenceId, otherAccount.discussion]).toEqual([null, null]);
  });

  test('says which of the addresses are teammates', async () => {
    const { rows } = await app.ports.db.execute<{ email: string }>(
      sql`select email from team_person where team_id = ${team.teamId} and user_id = ${ben.userId}`,
    );
    const mail = createMail({ sender: { name: 'Ben', address: (rows[0]?.email ?? '').toUpperCase() } });
    const input = await hashMail(team.hashKey, mail);
    const view = await openCorrespondence(app.ports, team.olga, input);
    expect(view.teammateAddresses).toEqual([input.addresses[0]]);
  });

  test('in another team with the same hashes finds nothing', async () => {
    const mail = createMail({ fingerprints: [fingerprint(2)] });
    await start(mail);
    const other = await createDomainTeam(app.ports.db);
    const view = await openCorrespondence(app.ports, other.olga, await hashMail(team.hashKey, mail));
    expect(view).toMatchObject({ correspondenceId: null, discussion: null, joinOffer: null, contacts: [] });
  });
});

describe('joining', () => {
  const shared = fingerprint(7);

  test('is offered where the fingerprint agrees, and puts the asker’s own thread to the discussion', async () => {
    const { discussion } = await start(createMail({ fingerprints: [shared] }));
    const mine = createMail({ account: 'ben@larkfield.example', fingerprints: [shared, fingerprint(8)] });
    const offered = await open(ben, mine);
    expect(offered.discussion).toBeNull();
    expect(offered.joinOffer).toMatchObject({ discussionId: discussion.id, startedBy: 'Olga', messageCount: 1 });
    const joined = await joinDiscussion(app.ports, ben, { discussionId: discussion.id, mail: mine });
    expect(joined.discussion).toMatchObject({ id: discussion.id, following: true, lastReadSeq: 0 });
    const again = await open(ben, mine);
    expect([again.discussion?.id, again.joinOffer]).toEqual([discussion.id, null]);
  });

  test('is not offered again once refused, nor to viewers, nor when the discussion is deleted', async () => {
    const { discussion } = await start(createMail({ fingerprints: [shared] }));
    const mine = createMail({ account: 'ben@larkfield.example', fingerprints: [shared] });
    const vera = await team.add('Vera', 'viewer');
    expect((await open(vera, mine)).joinOffer).toBeNull();
    const carl = await team.add('Carl');
    expect((await open(carl, mine)).joinOffer?.discussionId).toBe(discussion.id);
    await refuseJoin(app.ports, carl, { discussionId: discussion.id });
    expect((await open(carl, mine)).joinOffer).toBeNull();
    await removeDiscussion(app.ports, team.olga, discussion.id);
    expect((await open(ben, mine)).joinOffer).toBeNull();
  });

  test('by knowing an id alone fails like an id that does not exist', async () => {
    const { discussion } = await start(createMail({ fingerprints: [shared] }));
    const mine = createMail({ account: 'ben@larkfield.example', fingerprints: [fingerprint(9)] });
    const missing = await failure(() =>
      joinDiscussion(app.ports, ben, { discussionId: createId<DiscussionId>(), mail: mine }),
    );
    expect(missing).toMatchObject({ code: 'not-found' });
    expect(await failure(() => joinDiscussion(app.ports, ben, { discussionId: discussion.id, mail: mine }))).toEqual(
      missing,
    );
    expect((await open(ben, mine)).discussion).toBeNull();
  });
});

async function failure(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error && 'toView' in error && typeof error.toView === 'function') return error.toView();
    throw error;
  }
  return 'no failure';
}

describe('a deleted discussion', () => {
  test('is gone for all until it is put back by who may', async () => {
    const mail = createMail();
    const { discussion } = await start(mail);
    await expect(removeDiscussion(app.ports, ben, discussion.id)).rejects.toMatchObject({ code: 'not-allowed' });
    await removeDiscussion(app.ports, team.olga, discussion.id);
    await removeDiscussion(app.ports, team.olga, discussion.id);
    expect((await open(ben, mail)).discussion).toBeNull();
    await expect(getDiscussion(app.ports, team.olga, discussion.id)).rejects.toMatchObject({ code: 'not-found' });
    await restoreDiscussion(app.ports, team.olga, discussion.id);
    expect((await open(ben, mail)).discussion?.messages).toHaveLength(1);
  });
});
