import type { Inspected } from './inspected.ts';
import { inspectEmail } from './inspect-email.ts';
import { inspectPage } from './inspect-page.ts';
import { inspectReply } from './inspect-reply.ts';
import { inspectThreads } from './inspect-threads.ts';
import { inspectUrl } from './inspect-url.ts';

const INSPECTIONS: Record<string, (args: string[]) => Promise<Inspected> | Inspected> = {
  url: inspectUrl,
  page: inspectPage,
  email: inspectEmail,
  reply: inspectReply,
  threads: inspectThreads,
};
const USAGE = 'Usage: pnpm inspect url URL | page FILE --url URL | email FILE… | reply FILE… | threads FILE….';

try {
  const [name = '', ...args] = process.argv.slice(2).filter((arg) => arg !== '--');
  const inspect = INSPECTIONS[name];
  if (inspect === undefined) throw new Error(USAGE);
  const { lines, isAllBad } = await inspect(args);
  for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  if (isAllBad) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
