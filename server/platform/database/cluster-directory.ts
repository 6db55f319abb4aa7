import { createHash, randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { isReachable, type Account } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

/**
 * Where the embedded cluster of a data folder lives: inside it, except where PostgreSQL's account can't get there
 * (root's data folder below /root), then in /var/lib under a name made from the data folder's.
 */
export function clusterDirectory(dataDir: string, account: Account | undefined): string {
  const inside = join(resolve(dataDir), 'postgres');
  if (account === undefined || isReachable(inside, account)) return inside;
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  return join('/var/lib/sidethread', name, 'postgres');
}

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
    await initialise(draft, passwordFile, binaries, account);
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
): Promise<void> {
  // The built-in locale sorts the same on every system and after every upgrade of its C library.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=sidethread', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await run(binaries.initdb, [`--pgdata=${directory}`, ...locale, ...access, '--data-checksums'], {
    ...account,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
  });
}

function otherVersion(dataDir: string, made: number, ours: number): string {
  return `The database in ${dataDir} was made by PostgreSQL ${made} and this version of Sidethread brings PostgreSQL ${ours}: run \`pnpm backup FILE\` with the version of Sidethread that made it, then \`pnpm restore FILE\` with this one.`;
}
