import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReportLosses } from '#shared/contract/webmail-loss.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { findSelectors, listLosses, reportLosses } from './index.ts';

const file = { payload: '{"version":1}', signature: 'c2lnbmF0dXJl' };
const loss = { webmail: 'gmail', kind: 'markup-changed', selectors: '2026-11-20', count: 2 } as const;
let folder: string;
let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-selectors-'));
  await writeFile(join(folder, 'signed.json'), JSON.stringify(file));
  app = await startTestApp({ env: { SELECTORS_FROM: join(folder, 'signed.json') } });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
});

const report = (who: DomainTeam['olga'], losses: ReportLosses['losses']) => reportLosses(app.ports, who, { losses });

test('signed selectors are passed on as they are', async () => {
  const viewer = await team.add('Vera', 'viewer');
  expect(await findSelectors(app.ports, viewer)).toEqual(file);
});

describe('losses', () => {
  test('are added up over browsers and people, by day', async () => {
    const ben = await team.add('Ben');
    await report(ben, [loss, { ...loss, kind: 'no-roles', count: 1 }]);
    await report(team.olga, [loss, loss]);
    expect(await listLosses(app.ports, team.olga)).toMatchObject([
      { webmail: 'gmail', kind: 'markup-changed', selectors: '2026-11-20', count: 6 },
      { kind: 'no-roles', count: 1 },
    ]);
  });

  test('say nothing of whom: no column could, and nothing is audited', async () => {
    await report(team.olga, [loss]);
    const { rows } = await app.ports.db.execute(sql`select * from webmail_loss where team_id = ${team.teamId}`);
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['count', 'day', 'kind', 'selectors', 'team_id', 'webmail']);
    const audited = await app.ports.db.execute(
      sql`select * from audit_entry where team_id = ${team.teamId} and action like 'webmail%'`,
    );
    expect(audited.rows).toEqual([]);
  });

  test('are shown to those who run the team, and of their own team only', async () => {
    const other = await createDomainTeam(app.ports.db);
    await report(other.olga, [loss]);
    expect(await listLosses(app.ports, team.olga)).toEqual([]);
    await expect(listLosses(app.ports, await team.add('Ben'))).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('are forgotten after a while', async () => {
    await report(team.olga, [loss]);
    await app.ports.db.execute(
      sql`update webmail_loss set day = day - 200, kind = 'no-senders' where team_id = ${team.teamId}`,
    );
    await report(team.olga, [loss]);
    const { rows } = await app.ports.db.execute(sql`select kind from webmail_loss where team_id = ${team.teamId}`);
    expect(rows).toEqual([{ kind: 'markup-changed' }]);
  });
});
