import { randomBytes, randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { closedFolders, type Account } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

/** The file in the data folder that says where its cluster is, when it is not inside. */
const pointer = 'postgres-location';

/** Where the embedded cluster of a data folder is, or would be. */
export function findCluster(dataDir: string): string {
  const path = join(resolve(dataDir), pointer);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : join(resolve(dataDir), 'postgres');
}

/**
 * Where the cluster is to be: in the data folder, except where PostgreSQL's account can't get there (root's data
 * folder below /root); then under /var/lib, with a file in the data folder that points to it.
 */
export function placeCluster(dataDir: string, account: Account | undefined): string {
  const found = findCluster(dataDir);
  if (account === undefined || existsSync(found) || existsSync(join(dataDir, pointer))) return found;
  const closed = closedFolders(found, account);
  // What is secret in the data folder has its own mode, so passing through it is harmless; the same for a temporary
  // folder around it. Anything else, like root's home, is not ours to open.
  if (closed.every((folder) => folder === resolve(dataDir) || folder.startsWith(`${tmpdir()}/`))) {
    for (const folder of closed) chmodSync(folder, statSync(folder).mode | 0o001);
    return found;
  }
  const elsewhere = join('/var/lib/sidethread', randomUUID(), 'postgres');
  writeFileSync(join(dataDir, pointer), elsewhere);
  return elsewhere;
}

/** The files and folders of a data folder that make up its database. */
export const databaseParts = ['postgres', pointer, 'database-password', 'postgres.json'] as const;

/** The database's password, kept beside the cluster, readable by its owner alone. */
export async function readPassword(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'database-password'), 'utf8')).trim();
}

/**
 * Makes the cluster if there is none: in a folder beside it that is renamed when complete, so that a crash leaves
 * none or a whole one. Refuses one that another major version made.
 */
export async function prepareCluster(
  dataDir: string,
  cluster: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
  isDurable: boolean,
): Promise<void> {
  const made = await clusterVersion(cluster);
  if (made === binaries.major) return;
  if (made !== undefined) throw new StartRefused(otherVersion(dataDir, made, binaries.major));
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(cluster), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = `${draft}.password`;
  const password = randomBytes(24).toString('base64url');
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account !== undefined) {
      await chown(draft, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await initialise(draft, passwordFile, binaries, account, isDurable);
    await writeFile(join(dataDir, 'database-password'), `${password}\n`, { mode: 0o600 });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, cluster);
}

/** The major version that made the cluster, or undefined where there is none. */
export async function clusterVersion(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (text !== undefined) return Number.parseInt(text, 10);
  const found = await stat(cluster).catch(() => undefined);
  if (found === undefined) return undefined;
  throw new StartRefused(
    `The folder ${cluster} is there but holds no PostgreSQL cluster: move it away, or put the database back from a backup with \`pnpm restore\`.`,
  );
}

async function initialise(
  directory: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
  isDurable: boolean,
): Promise<void> {
  // The built-in locale sorts the same on every system and after every upgrade of its C library.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=sidethread', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run(
    binaries.initdb,
    [
      `--pgdata=${directory}`,
      ...locale,
      ...access,
      '--data-checksums',
      isDurable ? '--sync-method=fsync' : '--no-sync',
    ],
    {
      ...account,
      cwd: '/',
      env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
    },
  );
}

function otherVersion(dataDir: string, made: number, ours: number): string {
  return `The database in ${dataDir} was made by PostgreSQL ${made} and this version of Sidethread brings PostgreSQL ${ours}: run \`pnpm backup FILE\` with the version of Sidethread that made it, then \`pnpm restore FILE\` with this one.`;
}
