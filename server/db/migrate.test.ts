import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { migrate, readMigrations, type Migration } from './migrate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

function migration(name: string, sql: string): Migration {
  return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
}

/** An empty database on the same cluster. */
async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(6).toString('hex')}`;
  await database.db.execute(`create database ${name} template template0`);
  return database.url.replace(/\/[^/]+$/, `/${name}`);
}

async function query(url: string, text: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('eight servers that start together run each migration once', async () => {
  const url = await emptyDatabase();
  const migrations = [
    migration('0001_a', 'create table a (n int); insert into a values (1);'),
    migration('0002_b', 'insert into a values (2);'),
  ];
  const ran = await Promise.all(Array.from({ length: 8 }, () => migrate(url, { migrations })));
  expect(ran.flat().toSorted()).toEqual(['0001_a', '0002_b']);
  expect(await query(url, 'select n from a order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a failing migration leaves nothing behind and can be repaired', async () => {
  const url = await emptyDatabase();
  const first = migration('0001_a', 'create table a (n int);');
  const broken = migration('0002_b', 'insert into a values (1); insert into missing values (1);');
  await expect(migrate(url, { migrations: [first, broken] })).rejects.toThrow('the migration 0002_b failed');
  expect(await query(url, 'select n from a')).toEqual([]);
  const mended = migration('0002_b', 'insert into a values (7);');
  expect(await migrate(url, { migrations: [first, mended] })).toEqual(['0002_b']);
  expect(await query(url, 'select n from a')).toEqual([{ n: 7 }]);
});

test('a database of a newer version is refused with a sentence', async () => {
  const url = await emptyDatabase();
  const first = migration('0001_a', 'create table a (n int);');
  await migrate(url, { migrations: [first, migration('0002_future', 'create table b (n int);')] });
  await expect(migrate(url, { migrations: [first] })).rejects.toThrow(/newer version of Sidethread.*0002_future/);
});

test('a migration that was changed after it ran is refused with a sentence', async () => {
  const url = await emptyDatabase();
  await migrate(url, { migrations: [migration('0001_a', 'create table a (n int);')] });
  const changed = [migration('0001_a', 'create table a (n bigint);')];
  await expect(migrate(url, { migrations: changed })).rejects.toThrow(/0001_a is not the one that made this database/);
});

test('running some migrations first and the rest later ends at the same schema', async () => {
  const url = await emptyDatabase();
  const all = await readMigrations();
  const first = all[0]?.name ?? '';
  expect(await migrate(url, { only: [first] })).toEqual([first]);
  expect(await migrate(url)).toEqual(all.slice(1).map((each) => each.name));
});

test.each([
  ['nobody listens', 'postgres://me:secret@127.0.0.1:1/x', /can't reach its database \(.*ECONNREFUSED/],
  ['the password is wrong', undefined, /can't reach its database \(password authentication failed/],
])(
  'a database that is out of reach is told with a sentence, without the password: %s',
  async (_why, given, message) => {
    const url = given ?? database.url.replace(/:[^:@]+@/, ':secret@');
    const error: unknown = await migrate(url).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StartRefused);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('secret');
  },
);
