import type { Database, Transaction } from './client.ts';

/** A statement that is parsed once per connection. The name must be its own: two texts under one name fail. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** Runs a prepared statement outside any transaction and gives its rows. */
export async function runPrepared<Row extends object>(
  db: Database,
  statement: PreparedStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await db.$client.query<Row>({ ...statement, values: [...values] });
  return result.rows;
}

/** The same inside a transaction, for callers that may be in one. */
export async function runPreparedIn<Row extends object>(
  tx: Transaction | Database,
  { name, text }: PreparedStatement,
  values: readonly unknown[],
): Promise<Row[]> {
  const query = tx._.session.prepareQuery({ sql: text, params: [...values] }, undefined, name, false);
  const result = (await query.execute()) as { readonly rows: Row[] };
  return result.rows;
}
