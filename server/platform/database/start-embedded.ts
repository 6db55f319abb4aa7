import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { placeCluster, prepareCluster, readPassword } from './cluster-directory.ts';
import { ownDirectory } from './own-directory.ts';
import { findPostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { finishSwap } from './swap-data.ts';
import { disarmStalePidFile, findPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';

export interface EmbeddedDatabase {
  /** Also in the data folder as `database-url`, for a second server or a look inside. */
  readonly url: string;
  /** True when PostgreSQL was still running after our process was killed, and was taken over as it was. */
  readonly adopted: boolean;
  /** Stops PostgreSQL and gives the folder free. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly logger?: Logger;
  /** PostgreSQL settings besides ours. Tests that prove nothing about durability may set fsync to off. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Settings of the embedded server. Statements and row values are kept out of its log: they may hold what people
 * wrote.
 */
const ourSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // What a killed server left running ends soon, and with it its locks.
  client_connection_check_interval: '500ms',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  timezone: 'UTC',
};

const State = z.object({ port: z.number().int(), settings: z.string() });

/**
 * Starts (or, after a kill, takes over) the PostgreSQL of a data folder, alone on 127.0.0.1 with a password.
 * @throws StartRefused when another server owns the folder or another major version made the cluster.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir);
  const owned = ownDirectory(dataDir);
  try {
    await finishSwap(dataDir);
    const account = await findPostgresAccount();
    const binaries = await findPostgresBinaries(account);
    const cluster = placeCluster(dataDir, account);
    if (!cluster.startsWith(dataDir)) options.logger?.warn({ cluster }, 'the database lives outside the data folder');
    const settings = { ...ourSettings, ...options.settings };
    await prepareCluster(dataDir, cluster, binaries, account, settings.fsync === 'on');
    const fingerprint = fingerprintOf(settings, binaries);
    const password = await readPassword(dataDir);
    const adopted = await adopt(dataDir, cluster, fingerprint, password);
    const running =
      adopted ??
      (await start(dataDir, {
        binary: binaries.postgres,
        cluster,
        account,
        settings,
        logFile: join(dataDir, 'postgres.log'),
      }));
    const url = await ensureDatabase(running.port, password);
    await writeFile(join(dataDir, 'postgres.json'), JSON.stringify({ port: running.port, settings: fingerprint }));
    await writeFile(join(dataDir, 'database-url'), `${url}\n`, { mode: 0o600 });
    return {
      url,
      adopted: adopted !== undefined,
      stop: async () => {
        await stopPostmaster(cluster, running.pid);
        await rm(join(dataDir, 'database-url'), { force: true });
        owned.release();
      },
    };
  } catch (error) {
    owned.release();
    throw error;
  }
}

/** A PostgreSQL that outlived its server is used on if it runs with the same settings and answers; else stopped. */
async function adopt(dataDir: string, cluster: string, fingerprint: string, password: string) {
  const state = await readState(dataDir);
  for (const deadline = Date.now() + 2000; ; await wait(20)) {
    const found = await findPostmaster(cluster);
    if (found === undefined) return undefined;
    const same = state?.settings === fingerprint && found.status !== 'stopping';
    if (same && found.status === 'ready' && (await answers(found.port, password))) return found;
    if (same && Date.now() < deadline) continue;
    await stopPostmaster(cluster, found.pid, 5000);
    return undefined;
  }
}

async function start(dataDir: string, options: Omit<Parameters<typeof startPostmaster>[0], 'port'>) {
  await disarmStalePidFile(options.cluster);
  const state = await readState(dataDir);
  let port = state === undefined ? await freePort(0) : await freePort(state.port).catch(() => freePort(0));
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostmaster({ ...options, port });
    } catch (error) {
      // Somebody else may have taken the port between our look and PostgreSQL's start.
      if (attempt >= 3) throw error;
      port = await freePort(0);
    }
  }
}

async function readState(dataDir: string): Promise<z.infer<typeof State> | undefined> {
  const text = await readFile(join(dataDir, 'postgres.json'), 'utf8').catch(() => '');
  try {
    return State.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fingerprintOf(settings: Readonly<Record<string, string>>, binaries: PostgresBinaries): string {
  const facts = JSON.stringify([binaries.version, binaries.postgres, Object.entries(settings).toSorted()]);
  return createHash('sha256').update(facts).digest('hex');
}

/** The wished port if it is free, any free one for 0. */
function freePort(wished: number): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen({ host: '127.0.0.1', port: wished, exclusive: true }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : wished;
      probe.close(() => done(port));
    });
  });
}

function connectionUrl(port: number, password: string, database: string): string {
  return `postgres://sidethread:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: connectionUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 1000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(port: number, password: string): Promise<string> {
  const client = new Client({ connectionString: connectionUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'sidethread'");
    if (rowCount === 0) await client.query('create database sidethread');
  } finally {
    await client.end();
  }
  return connectionUrl(port, password, 'sidethread');
}
