import { parseArgs } from 'node:util';
import { runBothWays } from './cases/both-ways.ts';
import { runChannels } from './cases/channels.ts';
import { runVeryLate } from './cases/late.ts';
import { runLifecycle } from './cases/lifecycle.ts';
import { runLostEvents } from './cases/lost-events.ts';
import { runRefusals } from './cases/refusals.ts';
import { runSocket } from './cases/socket.ts';
import { runUnknown } from './cases/unknown.ts';
import { runMailStorm } from './mail/mail-storm.ts';
import { runSendStorm } from './mail/send-storm.ts';
import { runStorm } from './storm.ts';
import type { Verdict } from './verify.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: process.env.SEED ?? String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
const messages = Number(values.messages ?? (values.full ? 2000 : 200));
const seed = Number(values.seed);

const cases: Readonly<Record<string, () => Promise<Verdict>>> = {
  'one server, killed at random': () => runStorm({ servers: 1, messages, seed }),
  'two servers, killed at random': () => runStorm({ servers: 2, messages, seed: seed + 1000 }),
  'both ways in calm weather': () => runBothWays(seed),
  'each refusal and each missing answer alone': () => runRefusals(seed),
  'channels that break and get well': () => runChannels(seed),
  'a post accepted after both look-ups': () => runVeryLate(seed),
  'posts that nobody can look up': () => runUnknown(seed),
  'expired tokens, removal, installing again': () => runLifecycle(seed),
  'no event arrives, read as an internal app': () => runLostEvents(seed, 'internal'),
  'no event arrives, read as a commercial app': () => runLostEvents(seed, 'commercial'),
  'mail in five mailboxes, servers killed': () =>
    runMailStorm(values.full ? { mails: 20_000, kills: 50, seed } : { mails: 1000, kills: 5, seed }),
  'mail to customers, servers killed': () =>
    runSendStorm(values.full ? { mails: 5000, kills: 25, seed } : { mails: 200, kills: 4, seed }),
  'Socket Mode, recycled, cut and killed': () => runSocket(seed),
};

process.stdout.write(`seed ${seed}, ${messages} messages a storm (SEED=${seed} repeats it)\n`);
let passed = 0;
let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  if (values.only !== undefined && !name.includes(values.only)) continue;
  const startedAt = Date.now();
  const verdict = await run().catch((error: unknown): Verdict => ({ counts: {}, failures: [String(error)] }));
  const isWell = verdict.failures.length === 0;
  if (isWell) passed += 1;
  else failed += 1;
  const counts = Object.entries(verdict.counts).map(([what, count]) => `${what} ${count}`);
  process.stdout.write(`${isWell ? 'passed' : 'FAILED'} ${name} (${Math.round((Date.now() - startedAt) / 1000)} s)\n`);
  process.stdout.write(`  ${counts.join(', ')}\n`);
  for (const failure of verdict.failures.slice(0, 20)) process.stdout.write(`  - ${failure}\n`);
  if (verdict.failures.length > 20) process.stdout.write(`  - and ${verdict.failures.length - 20} more\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
