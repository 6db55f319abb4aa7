import { closeDatabase, createDatabase } from '#server/db/client.ts';
import { checkAuditChains, type CheckedChain } from '#server/domain/audit/index.ts';
import { readConfig } from '#server/kernel/config.ts';
import { reachDatabase } from './platform/database/reach-database.ts';
import { runCommand } from './run-command.ts';

/** `pnpm verify-audit`: says of each team whether its audit is as it was written; the status is 1 when one is not. */
async function main(): Promise<void> {
  const { url, close } = await reachDatabase(readConfig(process.env));
  const db = createDatabase({ url, maxConnections: 2 });
  try {
    const checked = await checkAuditChains(db);
    for (const each of checked) process.stdout.write(`${describe(each)}\n`);
    if (checked.length === 0) process.stdout.write('Nothing has been sealed yet; it is done within a minute.\n');
    if (checked.some(({ verdict }) => !verdict.intact)) process.exitCode = 1;
  } finally {
    await closeDatabase(db);
    await close();
  }
}

const reasons = {
  missing: 'an entry is missing there',
  changed: 'what it says was changed',
  'cut off': 'entries were cut off at the end',
} as const;

function describe({ team, teamId, verdict }: CheckedChain): string {
  const name = team ?? `a removed team (${teamId})`;
  if (verdict.intact) return `${name}: intact, ${verdict.length} entries`;
  return `${name}: BROKEN at entry ${verdict.brokenAt}: ${reasons[verdict.reason]}`;
}

await runCommand(main);
