import { inspectPage } from './inspect-page.ts';
import { inspectUrl } from './inspect-url.ts';

/** One subcommand: takes its arguments, returns what stands on stdout, line by line as JSON. */
type Inspection = (args: string[]) => Promise<unknown[]> | unknown[];

const INSPECTIONS: Record<string, Inspection> = { url: inspectUrl, page: inspectPage };
const USAGE = 'Usage: pnpm inspect url URL, or pnpm inspect page FILE --url URL.';

try {
  const [name = '', ...args] = process.argv.slice(2);
  const inspect = INSPECTIONS[name];
  if (inspect === undefined) throw new Error(USAGE);
  for (const line of await inspect(args)) process.stdout.write(`${JSON.stringify(line)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
