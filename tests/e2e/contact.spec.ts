import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import { hexIdToDecimal } from '#shared/email/gmail-thread-id.ts';
import { findSidebar } from '#tests/support/extension.ts';
import { people } from '#tests/support/larkfield.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import { contactIn, messageIn, write } from '#tests/support/sidebar.ts';
import { dumpDatabase } from './dump-database.ts';
import { createOffice, type Desk, type Office } from './office.ts';

test.describe('who is this', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    desk = await office.seat();
    ({ page, sidebar } = await desk.openThread('Lunch'));
  });

  test.afterAll(() => office.close());

  const goTo = (start: string) => desk.goTo({ page, sidebar }, start);

  async function openDetail(): Promise<void> {
    const summary = contactIn(sidebar).locator('button[aria-expanded]').first();
    if ((await summary.getAttribute('aria-expanded')) === 'false') await summary.click();
  }

  test('reading tells nobody: ten threads leave only keyed hashes on the wire and nothing in the database', async () => {
    const before = await dumpDatabase(office.database.url);
    const from = office.relay.requests.length;
    const threads = desk.threads.slice(0, 11);
    for (const { subject } of threads) {
      await goTo(subject);
      await expect(contactIn(sidebar).getByText('Looking who is on this mail…')).toHaveCount(0);
    }
    const traffic = office.relay.requests.slice(from).map(({ path, body }) => `${decodeURIComponent(path)} ${body}`);
    expect(traffic.filter((line) => line.includes('correspondences.open')).length).toBeGreaterThanOrEqual(10);
    const after = await dumpDatabase(office.database.url);
    const stored = [...after].flatMap(([table, rows]) => rows.map((row) => `${table} ${row}`));
    for (const secret of listSecrets(threads)) {
      expect(traffic.filter((line) => line.includes(secret))).toEqual([]);
      expect(stored.filter((line) => line.includes(secret))).toEqual([]);
    }
    expect(countOurs(after)).toEqual(countOurs(before));
  });

  test('an unknown sender is saved in one click, with the company of the address’s domain', async () => {
    await goTo('Flow meters');
    await expect(contactIn(sidebar)).toContainText('Jack Daniels');
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await expect(contactIn(sidebar)).toContainText('Brightwater');
    await expect(contactIn(sidebar).getByText(/^New/)).toBeVisible();
    await expect(sidebar.getByText('Jack Daniels is saved.')).toBeVisible();
    await openDetail();
    await expect(contactIn(sidebar)).toContainText('jack.daniels@brightwater.example');
    await expect(contactIn(sidebar)).toContainText('Mara Lindqvist saved this contact');
    await expect(contactIn(sidebar).getByRole('button', { name: 'Save contact' })).toHaveCount(0);
  });

  test('saving can be undone, and then nobody knows the sender any more', async () => {
    await goTo('Cold chain');
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Save contact' })).toBeVisible();
    await page.reload();
    sidebar = await findSidebar(page);
    await expect(contactIn(sidebar)).toContainText('Dana Kovač');
    await expect(contactIn(sidebar).getByRole('button', { name: 'Save contact' })).toBeVisible();
  });

  test('a free-mail address has no company', async () => {
    await goTo('Question about');
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await expect(sidebar.getByText('Sam Pereira is saved.')).toBeVisible();
    await openDetail();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Company: none. Edit' })).toBeVisible();
  });

  test('the others of the mail are one click away, teammates and oneself are not among them', async () => {
    await goTo('Flow meters');
    const others = contactIn(sidebar).getByRole('group', { name: 'Also on this mail' });
    await expect(others.getByRole('button')).toHaveText([/Inês Carvalho/]);
    await others.getByRole('button', { name: /Inês/ }).click();
    await expect(contactIn(sidebar).locator('button[aria-expanded]').first()).toContainText('Inês Carvalho');
    await expect(contactIn(sidebar)).toContainText('Brightwater');
    await goTo('Integration with');
    await expect(contactIn(sidebar)).toContainText('Luca Moretti');
    await expect(contactIn(sidebar)).not.toContainText(/Priya|Mara/);
    await goTo('Lunch');
    await expect(contactIn(sidebar)).toContainText('Only your team is on this mail.');
    await expect(contactIn(sidebar).getByRole('button', { name: 'Save contact' })).toHaveCount(0);
  });

  test('a field is edited where it stands, with the way back', async () => {
    await goTo('Flow meters');
    await openDetail();
    await contactIn(sidebar).getByRole('button', { name: 'Add field' }).click();
    await contactIn(sidebar).getByLabel('Field name').fill('Plant');
    await contactIn(sidebar).getByLabel('Field value').fill('Lisbon');
    await contactIn(sidebar).getByRole('button', { name: 'Add', exact: true }).click();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Plant: Lisbon. Edit' })).toBeVisible();
    await contactIn(sidebar)
      .getByRole('button', { name: /^Status: New/ })
      .click();
    await sidebar.getByRole('menuitemradio', { name: 'Customer', exact: true }).click();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Status: Customer. Change' })).toBeVisible();
    await expect(sidebar.getByText('The status is Customer now.')).toBeVisible();
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(contactIn(sidebar).getByRole('button', { name: /^Status: New/ })).toBeVisible();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Plant: Lisbon. Edit' })).toBeVisible();
    await contactIn(sidebar).getByRole('button', { name: 'Owner: Nobody. Change' }).click();
    await sidebar.getByRole('menuitemradio', { name: 'Tom Okafor' }).click();
    await expect(contactIn(sidebar).locator('button[aria-expanded]').first()).toContainText('owned by Tom');
  });

  test('two people who change the same contact: the second hears of it and keeps what was typed', async () => {
    await goTo('Flow meters');
    await openDetail();
    const hold = office.relay.holdNext(({ path }) => path.includes('contacts.update'), 'request');
    await contactIn(sidebar).getByRole('button', { name: 'Plant: Lisbon. Edit' }).click();
    await contactIn(sidebar).getByRole('textbox', { name: 'Plant' }).fill('Porto');
    await contactIn(sidebar).getByRole('textbox', { name: 'Plant' }).press('Enter');
    const { body } = await hold.caught;
    const sent = JSON.parse(body) as Parameters<typeof office.api.contacts.update.mutate>[0];
    const tom = await office.as('Tom');
    await tom.contacts.update.mutate({ ...sent, change: { fields: { Plant: 'Faro' } } });
    hold.release();
    await expect(sidebar.getByText(/Tom Okafor changed this contact meanwhile/)).toBeVisible();
    await expect(contactIn(sidebar).getByRole('textbox', { name: 'Plant' })).toHaveValue('Porto');
    await contactIn(sidebar).getByRole('textbox', { name: 'Plant' }).press('Escape');
    await expect(contactIn(sidebar).getByRole('button', { name: 'Plant: Faro. Edit' })).toBeVisible();
  });

  test('posting tells what the discussion needs, and no text of the mail', async () => {
    await goTo('Livraison');
    await write(sidebar, 'When do the other four arrive?');
    await expect(messageIn(sidebar, 'the other four')).toBeVisible();
    const thread = desk.thread('Livraison');
    const readStored = async () => [...(await dumpDatabase(office.database.url)).values()].flat();
    await expect.poll(async () => (await readStored()).some((row) => row.includes(thread.subject))).toBe(true);
    const post = office.relay.requests.findLast(({ path }) => path.includes('discussions.post'));
    expect(post?.body).toContain('j.bastien@atelier-bastien.example');
    expect(post?.body).not.toContain('capteurs');
    expect((await readStored()).filter((row) => row.includes('capteurs'))).toEqual([]);
    // Of the threads that were only read there is still nothing.
    const read = listSecrets([desk.thread('Angebot'), desk.thread('校正')]);
    expect((await readStored()).filter((row) => read.some((secret) => row.includes(secret)))).toEqual([]);
  });
});

/** Everything that would give a mail or its people away; teammates are known to their own server. */
function listSecrets(threads: readonly MailThread[]): string[] {
  const known = new Set(people.flatMap(({ name, email }) => [name, email]));
  const persons = threads.flatMap(({ messages }) => messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]));
  const names = persons.flatMap(({ name, address }) => [name, address]).filter((text) => !known.has(text));
  const ids = threads.flatMap(({ id, messages }) => [id, ...messages.map((message) => message.id)]);
  return [
    ...names,
    ...threads.map(({ subject }) => subject),
    ...ids.flatMap((id) => [id, hexIdToDecimal(id)]),
    ...threads.flatMap(({ messages }) =>
      messages.map(({ text }) => text.split('\n').find((line) => line.length > 30) ?? text),
    ),
  ].filter((text) => text.length > 3);
}

/** How many rows each table of ours has; sign-in and the queue have their own life. */
function countOurs(dump: Map<string, string[]>): Record<string, number> {
  const ours = [...dump].filter(([table]) => !/^(auth|graphile_worker)\./.test(table));
  return Object.fromEntries(ours.map(([table, rows]) => [table, rows.length]));
}
