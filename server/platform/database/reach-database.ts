import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#server/kernel/config.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { clusterVersion, findCluster } from './cluster-directory.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';

/**
 * The database's direct address for a command: the given one, that of a running server, or of the embedded database,
 * started for the while.
 * @throws StartRefused when there is none.
 */
export async function reachDatabase(
  config: Pick<Config, 'dataDir' | 'database'>,
): Promise<{ url: string; close: () => Promise<void> }> {
  const given = config.database.listenUrl ?? config.database.url;
  if (given !== undefined) return { url: given, close: async () => undefined };
  if ((await clusterVersion(findCluster(config.dataDir))) === undefined)
    throw new StartRefused(`There is no database in ${config.dataDir}: set DATA_DIR to the server's data folder.`);
  try {
    const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir });
    return { url: embedded.url, close: () => embedded.stop() };
  } catch (error) {
    // A running server owns the folder and has left its database's address there.
    const url = await readFile(join(config.dataDir, 'database-url'), 'utf8').catch(() => undefined);
    if (!(error instanceof StartRefused) || url === undefined) throw error;
    return { url: url.trim(), close: async () => undefined };
  }
}
