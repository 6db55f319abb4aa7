import { getTableColumns, getTableName } from 'drizzle-orm';
import { getAuthTables } from 'better-auth/db';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createDatabase } from '#server/db/client.ts';
import { authTables, createAuth } from './create-auth.ts';

const db = createDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
const auth = createAuth({
  db,
  publicUrl: 'http://127.0.0.1:8710',
  secret: 'x'.repeat(32),
  logger: pino({ level: 'silent' }),
  mailer: { send: async () => undefined },
  providers: [],
});

describe('the tables of sign-in', () => {
  test.each(Object.entries(getAuthTables(auth.options)))(
    'have every field that better-auth asks for (%s)',
    (name, wanted) => {
      const table = authTables[name as keyof typeof authTables];
      const columns = getTableColumns(table);
      expect(Object.keys(columns)).toEqual(expect.arrayContaining([...Object.keys(wanted.fields), 'id']));
      expect(getTableName(table)).toMatch(/^[a-z_]+$/);
    },
  );
});
