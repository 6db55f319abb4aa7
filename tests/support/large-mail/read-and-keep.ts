import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { keepSource } from '#server/domain/emails/keep-source.ts';
import { prepareEmail } from '#server/domain/emails/read-incoming.ts';
import { readConfig } from '#server/kernel/config.ts';
import { openFileStore } from '#server/platform/files/open-file-store.ts';
import { isInMemory, release } from '#server/ports/mail-bytes.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import { LargeMailAsk, type LargeMailKept } from './kept.ts';

/** A process of its own: reads mails with the server's own parts, and says by how much its memory grew for the last. */
async function main(): Promise<void> {
  const ask = LargeMailAsk.parse(JSON.parse(await text(process.stdin)));
  const config = readConfig({ SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...ask.settings });
  const reader = createMailProviders(config).providers[ask.provider]?.reader(ask.accessToken, null);
  if (reader === undefined) throw new Error(`there is no ${ask.provider}`);
  const files = openFileStore(config);
  const keep = async (id: string) => {
    const { raw } = await reader.read(id, undefined, files.hold);
    const { email } = await prepareEmail({ raw, receivedAt: new Date() }, 'k'.repeat(64));
    const kept = await keepSource({ files }, raw, email);
    await release(raw);
    const isStreamed = !isInMemory(raw) && email.attachments[0]?.open !== undefined;
    return { kept, email, isStreamed };
  };
  // What the first mail takes, every mail takes.
  await keep(ask.smallId);
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => (most = Math.max(most, process.memoryUsage.rss()));
  const watching = setInterval(look, 5);
  const { kept, email, isStreamed } = await keep(ask.largeId);
  clearInterval(watching);
  const answer: z.infer<typeof LargeMailKept> = {
    ...kept,
    attachments: [...kept.attachments],
    text: email.text?.slice(0, 100) ?? null,
    isStreamed,
    grownMb: (look() - before) / 1024 / 1024,
  };
  process.stdout.write(JSON.stringify(answer));
}

await main();
