import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { closeDatabase, createDatabase, type Database } from '#server/db/client.ts';
import { reparseEmails, restartReparse, type ReparsePorts } from '#server/domain/emails/index.ts';
import { readConfig } from '#server/kernel/config.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { reachDatabase } from './platform/database/reach-database.ts';
import { openFileStore } from './platform/files/open-file-store.ts';
import { publish } from './platform/live-feed/publish.ts';
import { runCommand } from './run-command.ts';

/**
 * `pnpm reparse [team…] [--anew]`: reads stored mail again from its sources, as this version reads mail; of all teams,
 * or of those named by name or id. Servers may go on working. Ended in the middle, the next run goes on there.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { anew: { type: 'boolean', default: false } },
  });
  const config = readConfig(process.env);
  const { url, close } = await reachDatabase(config);
  const db = createDatabase({ url, maxConnections: 2 });
  const ports = { db, files: openFileStore(config), liveFeed: { publish } };
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    for (const team of await findTeams(db, positionals)) {
      if (values.anew) await restartReparse(ports, team.id);
      if (!(await reparseTeam(ports, team, stop.signal))) return;
    }
  } finally {
    await closeDatabase(db);
    await close();
  }
}

interface Team extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
}

async function findTeams(db: Database, named: readonly string[]): Promise<readonly Team[]> {
  const { rows } = await db.execute<Team>(sql`select id, name from auth.organization order by name, id`);
  for (const each of named)
    if (!rows.some(({ id, name }) => id === each || name === each))
      throw new StartRefused(`There is no team named ${each}. There are: ${rows.map(({ name }) => name).join(', ')}.`);
  return named.length === 0 ? rows : rows.filter(({ id, name }) => named.includes(id) || named.includes(name));
}

/** Gives false when it was ended before all were read. */
async function reparseTeam(ports: ReparsePorts, { id: teamId, name }: Team, signal: AbortSignal): Promise<boolean> {
  for await (const { read, changed, failedIds, isDone } of reparseEmails(ports, { teamId })) {
    process.stdout.write(`${name}: ${read} mails read again, ${changed} say something else now\n`);
    if (isDone && failedIds.length > 0)
      process.stdout.write(
        `${name}: ${failedIds.length} could not be read and stay as they were: ${failedIds.join(', ')}\n`,
      );
    if (signal.aborted && !isDone) {
      process.stdout.write('Ended before all were read; run it again to go on.\n');
      return false;
    }
  }
  return true;
}

await runCommand(main);
