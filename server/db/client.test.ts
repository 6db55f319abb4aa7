import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { errorCode, inTransaction } from './client.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.execute(sql`create table counter (id int primary key, n int not null)`);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(sql`truncate counter`);
  await database.db.execute(sql`insert into counter values (1, 0), (2, 0)`);
});

async function values() {
  const { rows } = await database.db.execute<{ n: number }>(sql`select n from counter order by id`);
  return rows.map((row) => row.n);
}

async function addBySerialRead() {
  await inTransaction(
    database.db,
    async (tx) => {
      const { rows } = await tx.execute<{ n: number }>(sql`select n from counter where id = 1`);
      await tx.execute(sql`update counter set n = ${(rows[0]?.n ?? 0) + 1} where id = 1`);
    },
    { isolation: 'serializable' },
  );
}

test('transactions that conflict are repeated until each has happened once', async () => {
  await Promise.all([addBySerialRead(), addBySerialRead(), addBySerialRead()]);
  expect((await values())[0]).toBe(3);
});

test('of two transactions in a deadlock, both happen', async () => {
  const meeting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const add = (first: number, second: number, me: number) =>
    inTransaction(database.db, async (tx) => {
      await tx.execute(sql`update counter set n = n + 1 where id = ${first}`);
      meeting[me]?.resolve();
      await meeting[1 - me]?.promise;
      await tx.execute(sql`update counter set n = n + 1 where id = ${second}`);
    });
  await Promise.all([add(1, 2, 0), add(2, 1, 1)]);
  expect(await values()).toEqual([2, 2]);
});

test('any other failure rolls back, is not repeated, and tells its code through all wrappings', async () => {
  let runs = 0;
  const failing = inTransaction(database.db, async (tx) => {
    runs++;
    await tx.execute(sql`update counter set n = 9 where id = 1`);
    await tx.execute(sql`insert into counter values (1, 1)`);
  });
  const error: unknown = await failing.catch((caught: unknown) => caught);
  expect(errorCode(error)).toBe('23505');
  expect(runs).toBe(1);
  expect(await values()).toEqual([0, 0]);
});
