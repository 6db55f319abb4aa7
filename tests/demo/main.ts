import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { screenshotFolder } from './steps.ts';
import { walk } from './walk.ts';
import { createWorld } from './world.ts';

/**
 * `pnpm demo [--once] [--headless] [--dark]`: the main job end to end on this machine. Without --once it stays up
 * after the walk until Ctrl+C or until the browser is closed.
 */
const once = process.argv.includes('--once');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const headless = once || process.argv.includes('--headless') || !hasDisplay;
const theme = process.argv.includes('--dark') ? 'dark' : 'light';

console.log('Sidethread demo: building the extension, starting server, database and stand-ins …');
const world = await createWorld({ headless, theme });
try {
  await walk(world);
  console.log(`\nThe main job works. Screenshots: ${relative(process.cwd(), screenshotFolder)}`);
  if (!once) await lookAround();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await world.close();
}
process.exit();

/** Says where everything is and waits until the person has seen enough. */
async function lookAround(): Promise<void> {
  const { slack, server, gmail, context } = world;
  console.log(`
It stays up. Look around:
  Slack    ${slack.url}   read #customers and answer as a teammate
  Server   ${server.url}   sign in as mara@larkfield.example, password larkfield-demo-1
  Gmail    ${headless ? `needs a display: run it on a desktop to click through it yourself` : `the browser window that is open (${gmail.urlOfList()})`}
${existsSync(screenshotFolder) ? `  Pictures ${relative(process.cwd(), screenshotFolder)}\n` : ''}
Ctrl+C, or closing the browser, ends it and removes its data.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    context.once('close', () => resolve());
  });
}
