import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { channel } from './publish.ts';

/** A connection that listens and rings for every notification, and once more when it breaks. */
export async function connectFeed(url: string, ring: () => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'sidethread live feed',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 10_000,
  });
  client.on('notification', ring);
  client.on('error', ring);
  client.on('end', ring);
  try {
    await client.connect();
    await client.query("set default_transaction_isolation = 'read committed'");
    await client.query(`listen ${channel}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Tries until it succeeds (undefined when aborted): at once, then ever slower up to a second. */
export async function reconnectFeed(
  url: string,
  broken: Client,
  ring: () => void,
  signal: AbortSignal,
): Promise<Client | undefined> {
  void broken.end().catch(() => undefined);
  for (let delayMs = 10; !signal.aborted; delayMs = Math.min(delayMs * 2, 1000)) {
    try {
      return await connectFeed(url, ring);
    } catch {
      await wait(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

const EpochRows = z.tuple([z.object({ system: z.string().regex(/^\d+$/), database: z.string().regex(/^\d+$/) })]);

/**
 * Names this very database: PostgreSQL's system identifier, made with each new cluster, and the database's oid.
 * A cursor from before a restore has another one, however its numbers compare.
 */
export async function readEpoch(client: Client): Promise<string> {
  const { rows } = await client.query(`
    select system_identifier::text as system, oid::text as database
    from pg_control_system(), pg_database where datname = current_database()`);
  const [{ system, database }] = EpochRows.parse(rows);
  return `${BigInt.asUintN(64, BigInt(system)).toString(36)}z${BigInt(database).toString(36)}`;
}
