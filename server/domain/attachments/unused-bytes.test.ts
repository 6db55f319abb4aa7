import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { noteUnusedBytes, removeUnusedBytes, requireBytes, startUse } from './unused-bytes.ts';

let app: TestApp;
let team: DomainTeam;
beforeAll(async () => {
  app = await startTestApp();
  team = await createDomainTeam(app.ports.db);
});
afterAll(() => app.close());

async function put(): Promise<{ sha256: string; startedAt: number; bytes: Buffer }> {
  const bytes = randomBytes(100);
  const startedAt = startUse();
  const { sha256 } = await app.ports.files.put(bytes);
  return { sha256, startedAt, bytes };
}

/** Bytes get a use: a file that was uploaded. */
function use(sha256: string, startedAt: number): Promise<void> {
  return inTransaction(app.ports.db, async (tx) => {
    await requireBytes(tx, [sha256], startedAt);
    await tx.execute(sql`
      insert into file (team_id, id, uploaded_by, name, content_type, size, sha256)
      values (${team.olga.teamId}, ${createId()}, ${team.olga.userId}, 'a', 'text/plain', 100, ${sha256})`);
  });
}

async function noted(sha256: string): Promise<boolean> {
  const { rows } = await app.ports.db.execute(sql`select from unused_bytes where sha256 = ${sha256}`);
  return rows.length > 0;
}

test('bytes without a use are removed once they are noted, those that have one again are not', async () => {
  const [gone, kept] = [await put(), await put()];
  await noteUnusedBytes(app.ports.db, [gone.sha256, kept.sha256]);
  await use(kept.sha256, kept.startedAt);
  await removeUnusedBytes(app.ports);
  expect(await app.ports.files.has(gone.sha256)).toBe(false);
  expect(await app.ports.files.has(kept.sha256)).toBe(true);
  expect(await noted(kept.sha256)).toBe(false);
});

test('what was stored before a removal can’t be used after it, and can once it is stored again', async () => {
  const { sha256, startedAt, bytes } = await put();
  await noteUnusedBytes(app.ports.db, [sha256]);
  await removeUnusedBytes(app.ports);
  await expect(use(sha256, startedAt)).rejects.toMatchObject({ code: 'unavailable' });
  const again = startUse();
  await app.ports.files.put(bytes);
  await use(sha256, again);
  await noteUnusedBytes(app.ports.db, [sha256]);
  await removeUnusedBytes(app.ports);
  expect(await app.ports.files.has(sha256)).toBe(true);
});

test('a removal that was cut off lets nobody use the bytes, and is taken up again later', async () => {
  const { sha256, bytes } = await put();
  await noteUnusedBytes(app.ports.db, [sha256]);
  const broken: Pick<Ports, 'db' | 'files'> = {
    db: app.ports.db,
    files: { ...app.ports.files, remove: () => Promise.reject(new Error('the server died')) },
  };
  await expect(removeUnusedBytes(broken)).rejects.toThrow('the server died');
  const startedAt = startUse();
  await app.ports.files.put(bytes);
  await expect(use(sha256, startedAt)).rejects.toMatchObject({ code: 'unavailable' });
  await removeUnusedBytes(app.ports);
  expect(await app.ports.files.has(sha256)).toBe(true);
  await app.ports.db.execute(sql`
    update unused_bytes set claimed_at = now() - interval '11 minutes' where sha256 = ${sha256}`);
  await removeUnusedBytes(app.ports);
  expect(await app.ports.files.has(sha256)).toBe(false);
});
