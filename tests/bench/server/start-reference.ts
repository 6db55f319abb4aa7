import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A bare server of the bench's own, as a process of its own like ours. */
export interface Reference {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts `reference/<name>.ts` with the arguments and waits for the address that it prints. */
export async function startReference(name: string, args: readonly string[]): Promise<Reference> {
  const script = join(import.meta.dirname, '../reference', `${name}.ts`);
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  const exited = once(child, 'exit');
  const ended = exited.then(() => Promise.reject(new Error(`The reference ${name} ended before it listened.`)));
  ended.catch(() => undefined);
  const [url] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [string];
  return {
    url,
    close: async () => {
      process.off('exit', end);
      child.kill('SIGTERM');
      await exited;
    },
  };
}
