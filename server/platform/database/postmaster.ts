import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import type { Account } from './postgres-account.ts';

export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
  /** As PostgreSQL writes it: starting, ready, stopping, standby. */
  readonly status: string;
}

/** What `postmaster.pid` of the cluster says, if that process lives and is a PostgreSQL on this very cluster. */
export async function findPostmaster(cluster: string): Promise<RunningPostmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isPostgresOn(pid, cluster)) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? '').trim() };
}

/**
 * After a crash, the number in a stale `postmaster.pid` may by now be some other process's, and PostgreSQL would
 * refuse to start. Its other lines are kept: by them PostgreSQL sees whether backends of the old one still live.
 */
export async function disarmStalePidFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const dead = execFileSync(process.execPath, ['-p', 'process.pid']).toString().trim();
  await writeFile(path, [dead, ...text.split('\n').slice(1)].join('\n'));
}

export interface StartOptions {
  readonly binary: string;
  readonly cluster: string;
  readonly port: number;
  readonly logFile: string;
  readonly account: Account | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts PostgreSQL apart from our process (it must outlive our pipes) and returns once it accepts connections. */
export async function startPostmaster(options: StartOptions): Promise<RunningPostmaster> {
  await keepLogSmall(options.logFile);
  const log = await open(options.logFile, 'a', 0o600);
  const flags = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', options.cluster, '-p', String(options.port), ...flags];
  const child = spawn(options.binary, args, {
    ...options.account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
  });
  child.unref();
  try {
    return await untilReady(child, options);
  } finally {
    await log.close();
  }
}

async function untilReady(child: ChildProcess, options: StartOptions): Promise<RunningPostmaster> {
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended ??= `it ended with ${signal ?? code}`));
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await wait(10)) {
    if (ended !== undefined) break;
    const found = await findPostmaster(options.cluster);
    if (found?.pid === child.pid && found?.status === 'ready') return found;
  }
  const tail = (await readFile(options.logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-5).join('\n');
  throw new Error(`PostgreSQL did not start (${ended ?? 'no answer in two minutes'}):\n${tail}`);
}

/** Ends PostgreSQL: open transactions are rolled back, what is committed is on disk. Forced after `patienceMs`. */
export async function stopPostmaster(cluster: string, pid: number, patienceMs = 15_000): Promise<void> {
  // SIGINT is PostgreSQL's "fast" shutdown, SIGQUIT the "immediate" one that recovers at the next start.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!sendSignal(pid, signal)) return;
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(10)) {
      if (!isPostgresOn(pid, cluster)) return;
    }
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** True when the process lives and its command line names the cluster: a number alone may be anybody's. */
function isPostgresOn(pid: number, cluster: string): boolean {
  try {
    if (platform() === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
    if (platform() === 'win32') return process.kill(pid, 0);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)])
      .toString()
      .includes(cluster);
  } catch {
    return false;
  }
}

async function keepLogSmall(logFile: string): Promise<void> {
  const found = await stat(logFile).catch(() => undefined);
  if (found !== undefined && found.size > 5_000_000) await rename(logFile, `${logFile}.1`);
}
