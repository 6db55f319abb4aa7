import type { Database } from './client.ts';

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
