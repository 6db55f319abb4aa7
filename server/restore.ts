import { resolve } from 'node:path';
import { readConfig } from '#server/kernel/config.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { putBack } from './platform/database/put-back.ts';
import { runCommand } from './run-command.ts';

/** `pnpm restore file`: puts a backup back in the place of the present data, which is kept aside. */
async function main(): Promise<void> {
  const given = process.argv[2];
  if (given === undefined) throw new StartRefused('Say which file to restore: pnpm restore FILE');
  const { about, keptIn } = await putBack(readConfig(process.env), resolve(given));
  process.stdout.write(`Restored what was there on ${about.createdAt}.\n`);
  if (keptIn !== undefined)
    process.stdout.write(`What it replaced is kept in ${keptIn}; delete it when you no longer need it.\n`);
}

await runCommand(main);
