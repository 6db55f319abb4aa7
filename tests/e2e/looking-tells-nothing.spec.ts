import { expect, test } from '@playwright/test';
import { sql } from 'drizzle-orm';
import { listThreads, mara } from '#tests/support/mail-data.ts';
import { messagesIn, titleIn, useWithThisAccount, write } from '#tests/support/sidebar.ts';
import { createMailWorld } from './mail-world.ts';
import { startRecordingProxy } from './recording-proxy.ts';

const tables = ['correspondence', 'claim', 'claim_fingerprint', 'contact', 'contact_address', 'company', 'discussion'];

/** Everything in the mailbox that says whose mail it is or what it is about. */
function listSecrets(): string[] {
  const own = mara.address.split('@')[1] ?? '';
  const threads = listThreads(mara.address);
  const people = threads.flatMap(({ messages }) => messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]));
  const outside = people.filter(({ address }) => !address.endsWith(`@${own}`));
  const domains = outside.map(({ address }) => address.split('@')[1] ?? '');
  const words = [...outside.flatMap(({ name, address }) => [name, address]), ...domains];
  return [...new Set([...words, ...threads.flatMap(({ id, subject }) => [id, subject])])].filter((text) => text !== '');
}

test('looking at mail tells the server hashes only, and stores nothing; acting tells it that one mail', async () => {
  const proxy = await startRecordingProxy();
  const world = await createMailWorld({ proxy });
  try {
    await world.signIn();
    const { page, sidebar } = await world.open(world.gmail.urlOfList());

    const beforeChoice = proxy.recorded.length;
    await page.goto(world.gmail.urlOf(world.threads[0] ?? failNoThread()));
    await expect(sidebar.getByRole('button', { name: /^Open Sidethread/ })).toBeVisible();
    const opensOf = (): number =>
      proxy.recorded.filter(({ path }) => path.startsWith('/trpc/correspondences.open')).length;
    expect(opensOf()).toBe(0);
    await useWithThisAccount(sidebar);

    for (const [index, thread] of world.threads.entries()) {
      const before = opensOf();
      await page.goto(world.gmail.urlOf(thread));
      await expect(titleIn(sidebar)).toHaveText(thread.subject);
      if (index > 0) await expect.poll(opensOf).toBeGreaterThan(before);
    }
    const said = proxy.recorded.slice(beforeChoice).map(({ path, body }) => `${path}\n${body}`.toLowerCase());
    for (const secret of listSecrets()) expect(said.filter((text) => text.includes(secret.toLowerCase()))).toEqual([]);
    for (const table of tables) expect(await countRows(table)).toBe(0);

    await write(sidebar, 'now we act');
    await expect(messagesIn(sidebar)).toContainText('now we act');
    await expect.poll(() => countRows('discussion')).toBe(1);
    const posted = proxy.recorded.filter(({ path }) => path.startsWith('/trpc/discussions.post'));
    expect(posted.map(({ body }) => body).join()).toContain(world.threads.at(-1)?.subject);
  } finally {
    await world.close();
    await proxy.close();
  }

  async function countRows(table: string): Promise<number> {
    const { rows } = await world.server.database.db.execute(sql`select 1 from ${sql.identifier(table)}`);
    return rows.length;
  }
});

function failNoThread(): never {
  throw new Error('There is no thread.');
}
