import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findNamed, findProgram, installFromDebian } from '../find-program.ts';
import type { Certificate } from './certificate.ts';

const run = promisify(execFile);

/** Dovecot itself, with mailboxes of its own in a folder of its own; anybody logs in with the one password. */
export interface Dovecot {
  readonly port: number;
  readonly password: string;
  close(): Promise<void>;
}

/**
 * Path of Dovecot: `DOVECOT_PATH`, or one where systems keep it. If there is none it tries to install Debian's, and
 * otherwise throws one sentence that says what to do: nothing is skipped.
 */
export async function findDovecot(): Promise<string> {
  const found = findNamed('DOVECOT_PATH') ?? findInstalled();
  if (found !== undefined) return found;
  await installFromDebian('dovecot-imapd');
  const installed = findInstalled();
  if (installed !== undefined) return installed;
  throw new Error(
    'No Dovecot was found and none could be installed: install dovecot-imapd, or set DOVECOT_PATH to one.',
  );
}

function findInstalled(): string | undefined {
  return findProgram(['dovecot', '../sbin/dovecot']);
}

/** @param capability what the server says that it can do, instead of all that it can (RFC 9051, 6.1.1). */
export async function startDovecot(certificate: Certificate, capability?: string): Promise<Dovecot> {
  const program = await findDovecot();
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-dovecot-'));
  const port = await findFreePort();
  const password = 'app-password-1';
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await findNobody() : { name: userInfo().username, uid: userInfo().uid, gid: userInfo().gid };
  await mkdir(join(folder, 'mail'));
  await chmod(folder, 0o755);
  await chown(join(folder, 'mail'), owner.uid, owner.gid);
  const config = join(folder, 'dovecot.conf');
  await writeFile(config, writeConfig({ folder, port, password, certificate, owner, isRoot, capability }));
  const child = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await untilListening(port, () => child.exitCode);
  return {
    port,
    password,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

async function findNobody(): Promise<Owner> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)),
  );
  return { name: 'nobody', uid: uid ?? 65_534, gid: gid ?? 65_534 };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilListening(port: number, exitCode: () => number | null): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; await wait(20)) {
    if (exitCode() !== null) throw new Error(`Dovecot did not start (${exitCode()})`);
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
  }
  throw new Error('Dovecot does not listen');
}

interface ConfigParts {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly certificate: Certificate;
  readonly owner: Owner;
  readonly isRoot: boolean;
  readonly capability: string | undefined;
}

function writeConfig({ folder, port, password, certificate, owner, isRoot, capability }: ConfigParts): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
${isRoot ? '' : `default_internal_user = ${owner.name}\ndefault_login_user = ${owner.name}\ndefault_internal_group = ${owner.gid}`}
ssl = required
ssl_cert = <${certificate.certFile}
ssl_key = <${certificate.keyFile}
auth_failure_delay = 0
mail_max_userip_connections = 100
service imap-login {
  ${isRoot ? '' : 'chroot ='}
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
  ${isRoot ? '' : 'chroot ='}
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
mail_location = maildir:~/Maildir
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Drafts {
    auto = create
    special_use = \\Drafts
  }
  mailbox Trash {
    auto = create
    special_use = \\Trash
  }
  mailbox Junk {
    auto = create
    special_use = \\Junk
  }
}
${capability === undefined ? '' : `protocol imap {\n  imap_capability = ${capability}\n}`}
`;
}
