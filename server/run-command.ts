import { StartRefused } from '#server/kernel/start-refused.ts';

/** Runs a command: what it refuses is one sentence for the person at the console, and a status other than 0. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
