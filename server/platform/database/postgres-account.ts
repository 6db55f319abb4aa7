import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { StartRefused } from '#server/kernel/start-refused.ts';

const run = promisify(execFile);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account that runs PostgreSQL: undefined for our own. PostgreSQL refuses to run as root, so root hands it to
 * the account `postgres`, which is made when missing, or to `nobody` where accounts can't be made.
 */
export async function findPostgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = readAccount('postgres');
  if (found !== undefined) return found;
  // useradd on most systems, adduser on Alpine.
  await run('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres']).catch(() =>
    run('adduser', ['-S', '-D', '-H', 'postgres']).catch(() => undefined),
  );
  const account = readAccount('postgres') ?? readAccount('nobody');
  if (account !== undefined) return account;
  throw new StartRefused(
    'PostgreSQL does not run as root and no account "postgres" could be made: start the server as a normal user, or set DATABASE_URL.',
  );
}

function readAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** True when the account may pass through every folder above `path` (which itself need not exist yet). */
export function isReachable(path: string, account: Account): boolean {
  return closedFolders(path, account).length === 0;
}

/** The folders above `path` that the account may not pass through. */
export function closedFolders(path: string, account: Account): readonly string[] {
  const closed: string[] = [];
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found !== undefined && !mayEnter(found, account)) closed.push(folder);
    if (folder === dirname(folder)) return closed;
  }
}

function mayEnter(folder: { uid: number; gid: number; mode: number }, account: Account): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}
