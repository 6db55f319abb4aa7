import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { LargeMailKept, type LargeMailAsk } from './kept.ts';

const script = fileURLToPath(import.meta.resolve('./read-and-keep.ts'));

/** Has a large mail read and kept by a process that has little memory. */
export async function keepInProcess(ask: LargeMailAsk): Promise<z.infer<typeof LargeMailKept>> {
  const child = spawn(process.execPath, ['--max-old-space-size=96', script], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(ask));
  const [said, trouble] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (said === '') throw new Error(`the mail was not kept: ${trouble}`);
  return LargeMailKept.parse(JSON.parse(said));
}
