import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const Cruise = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Fewer modules than this means that the tool no longer reads our TypeScript, and so finds nothing. */
const fewestModules = 200;

const root = join(import.meta.dirname, '../..');
const { stdout } = await promisify(execFile)(
  join(root, 'node_modules/.bin/depcruise'),
  ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'shared', 'server', 'extension', 'tests'],
  { cwd: root, maxBuffer: 256 * 1024 * 1024 },
).catch((error: unknown) => {
  // The tool exits with the number of violations and still prints its report.
  if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') return { stdout: error.stdout };
  throw error;
});

const { summary } = Cruise.parse(JSON.parse(stdout));
for (const { rule, from, to } of summary.violations) console.log(`${rule.name}: ${from} → ${to}`);
console.log(`${summary.totalCruised} modules, ${summary.violations.length} violations`);
if (summary.totalCruised < fewestModules)
  console.log(`Fewer than ${fewestModules} modules were read: the check is blind.`);
process.exitCode = summary.violations.length > 0 || summary.totalCruised < fewestModules ? 1 : 0;
