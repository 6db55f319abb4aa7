import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findBundledServer } from './bundled-server.ts';

/** One line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: unknown; readonly level?: unknown };

export interface ServerProcess {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** Every line it logged so far. */
  readonly log: readonly LogLine[];
  /** Resolves with the first line (past or to come) that fits; rejects when the process ends before. */
  whenLogged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** SIGTERM; resolves with the exit code once it has ended. */
  stop(): Promise<number | null>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
}

const Listening = z.object({ msg: z.literal('listening'), url: z.string() });

/**
 * Starts the real server as a process of its own on a free port and waits until it listens. `settings` are its
 * environment (nothing else is passed on): DATABASE_URL for a test database, or DATA_DIR for an embedded one.
 */
export async function startServerProcess(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const secret = 'DATABASE_URL' in settings ? { SECRET: randomBytes(32).toString('hex') } : {};
  const env = { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'info', ...secret, ...settings };
  const child = spawn(process.execPath, [await findBundledServer()], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = readOutput(child);
  const exited = once(child, 'exit');
  const line = await output.whenLogged((each) => each.msg === 'listening');
  return {
    url: Listening.parse(line).url,
    pid: child.pid ?? 0,
    log: output.log,
    whenLogged: output.whenLogged,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Runs the server until it ends by itself: for starts that are refused. */
export async function runServerUntilExit(
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number | null; stderr: string }> {
  const env = { PATH: process.env.PATH ?? '', PORT: '0', ...settings };
  const child = spawn(process.execPath, [await findBundledServer()], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return { code: child.exitCode, stderr: Buffer.concat(chunks).toString('utf8') };
}

function readOutput(child: ChildProcess) {
  const log: LogLine[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  const state = { hasEnded: false };
  const wake = () => {
    for (const each of waiting) each();
  };
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (text) => {
      log.push(parseLine(text));
      wake();
    });
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString('utf8')));
  child.once('close', () => {
    state.hasEnded = true;
    wake();
  });
  const whenLogged = async (fits: (line: LogLine) => boolean): Promise<LogLine> => {
    for (let next = 0; ; next++) {
      while (next >= log.length && !state.hasEnded) {
        const more = Promise.withResolvers<void>();
        waiting.add(more.resolve);
        await more.promise;
        waiting.delete(more.resolve);
      }
      const line = log[next];
      if (line === undefined) throw new Error(`the server ended: ${errors.join('')}${JSON.stringify(log.slice(-5))}`);
      if (fits(line)) return line;
    }
  };
  return { log, whenLogged };
}

function parseLine(text: string): LogLine {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : { msg: text };
  } catch {
    return { msg: text };
  }
}
