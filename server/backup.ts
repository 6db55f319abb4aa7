import { resolve } from 'node:path';
import { readConfig } from '#server/kernel/config.ts';
import { backUp } from './platform/database/back-up.ts';
import { runCommand } from './run-command.ts';

/** `pnpm backup [file]`: writes database and attached files into one new file; servers may go on working. */
async function main(): Promise<void> {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
  const path = resolve(process.argv[2] ?? `sidethread-${stamp}.backup`);
  const config = readConfig(process.env);
  const about = await backUp(config, path);
  const rows = about.tables.reduce((sum, table) => sum + table.rows, 0);
  process.stdout.write(`Wrote ${path}: ${rows} rows, ${about.files.length} attached files.\n`);
  if (config.filesBucket !== undefined)
    process.stdout.write('Attached files are in the bucket and not in this backup; keep versions of them there.\n');
  process.stdout.write('Keep it as safe as the server: whoever has it can read everything in it.\n');
}

await runCommand(main);
