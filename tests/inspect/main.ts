import type { Inspected } from './inspected.ts';

type Inspect = (args: string[]) => Promise<Inspected> | Inspected;

// Each is loaded when it is asked for: one of them brings a browser along.
const INSPECTIONS: Record<string, () => Promise<Inspect>> = {
  url: async () => (await import('./inspect-url.ts')).inspectUrl,
  page: async () => (await import('./inspect-page.ts')).inspectPage,
  email: async () => (await import('./inspect-email.ts')).inspectEmail,
  reply: async () => (await import('./inspect-reply.ts')).inspectReply,
  threads: async () => (await import('./inspect-threads.ts')).inspectThreads,
};
const USAGE = 'Usage: pnpm inspect url URL | page FILE --url URL | email FILE… | reply FILE… | threads FILE….';

try {
  const [name = '', ...args] = process.argv.slice(2).filter((arg) => arg !== '--');
  const load = INSPECTIONS[name];
  if (load === undefined) throw new Error(USAGE);
  const inspect = await load();
  const { lines, isAllBad } = await inspect(args);
  for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  if (isAllBad) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
