import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EmailId, FileId } from '#shared/contract/ids.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  readGroups,
  shareEverything,
  type TestMailbox,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  changeCopies,
  findKnownCopies,
  listWantedCopies,
  openIntake,
  readEmailMarkup,
  readFileText,
  removeMailboxMail,
  storeEmail,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let support: TestMailbox;
let bens: TestMailbox;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  support = createTestMailbox(team.olga, 'support@larkfield.example');
  bens = createTestMailbox(await team.add('Ben'), 'ben@larkfield.example');
});

const store = (mailbox: TestMailbox, raw: Uint8Array, options: Parameters<typeof arrive>[2] = {}) =>
  storeEmail(app.ports, arrive(mailbox, raw, options));

async function count(table: string): Promise<number> {
  const { rows } = await app.ports.db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${sql.raw(table)} where team_id = ${team.teamId}`,
  );
  return rows[0]?.count ?? -1;
}

describe('a mail', () => {
  test('in five mailboxes, each told of it twice at once, is one mail with five copies and one file', async () => {
    const file = { name: 'plan.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 benches') };
    const raw = createSource({ file });
    const boxes = Array.from({ length: 5 }, (_each, at) => createTestMailbox(team.olga, `desk${at}@larkfield.example`));
    for (const box of boxes) await shareEverything(app.ports.db, box);
    const twice = boxes.flatMap((box, at) =>
      [box, box].map((each) => store(each, raw, { providerMessageId: `m${at}` })),
    );
    const stored = await Promise.all(twice);
    expect(new Set(stored.map(({ emailId }) => emailId)).size).toBe(1);
    expect(stored.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect([await count('email'), await count('email_copy'), await count('email_attachment')]).toEqual([1, 5, 1]);
    const { rows } = await app.ports.db.execute<{ sha256: string; attachment_count: number; email_count: number }>(sql`
      select a.sha256, k.attachment_count, k.email_count from email_attachment a join email e on e.id = a.email_id
      join correspondence k on k.id = e.correspondence_id where a.team_id = ${team.teamId}`);
    const [row] = rows;
    expect(row).toMatchObject({ attachment_count: 1, email_count: 1 });
    expect(await app.ports.files.has(row?.sha256 ?? '')).toBe(true);
  });

  test('with the id of another but other content is another mail', async () => {
    const id = 'same@weiss-tools.example';
    await store(support, createSource({ id, body: 'one' }));
    await store(support, createSource({ id, body: 'two' }));
    await store(bens, createSource({ id, body: 'one' }));
    expect([await count('email'), await count('email_copy')]).toEqual([2, 3]);
  });

  test('without an id is known by what it says', async () => {
    const [raw, other] = [createSource({ id: null }), createSource({ id: null, body: 'Something else' })];
    for (const each of [raw, other, raw]) await store(support, each);
    expect(await count('email')).toBe(2);
  });

  test('in spam, the bin or the drafts is not kept', async () => {
    for (const label of ['spam', 'trash', 'draft'])
      expect((await store(support, createSource(), { labels: ['inbox', label] })).emailId).toBeUndefined();
    expect(await count('email')).toBe(0);
  });
});

describe('mails that come together', () => {
  test('are stored together; the same one twice is one, and one that can’t be stored fails alone', async () => {
    await shareEverything(app.ports.db, support);
    const intake = openIntake(app.ports, support);
    const twice = createSource({ body: 'twice' });
    const mails = [
      arrive(support, createSource({ body: 'first' }), { providerMessageId: 'm0' }),
      arrive(support, createSource({ body: 'unnameable' }), { providerMessageId: 'm\0' }),
      arrive(support, twice, { providerMessageId: 'm2' }),
      arrive(support, twice, { providerMessageId: 'm3' }),
      arrive(support, createSource({ id: null, body: 'nameless' }), { providerMessageId: 'm4' }),
    ];
    const stored = await Promise.allSettled(mails.map((mail) => intake(mail)));
    expect(stored.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', ...Array(3).fill('fulfilled')]);
    const [first, , once, again, nameless] = stored.map((each) => each.status === 'fulfilled' && each.value.isNew);
    expect([first, nameless]).toEqual([true, true]);
    // Whichever of the two was read first.
    expect([once, again].toSorted()).toEqual([false, true]);
    expect([await count('email'), await count('email_copy'), await count('email_body')]).toEqual([3, 4, 3]);
    expect(await count('activity')).toBe(3);
  });

  test('that were private and are shared by now come whole', async () => {
    const mails = [1, 2, 3].map((at) =>
      arrive(support, createSource({ body: `Text ${at}`, subject: `Matter ${at}` }), { providerMessageId: `m${at}` }),
    );
    await Promise.all(mails.map(openIntake(app.ports, support)));
    expect(await count('email_body')).toBe(0);
    await shareEverything(app.ports.db, support);
    await Promise.all(mails.map(openIntake(app.ports, support)));
    const { rows } = await app.ports.db.execute(sql`
      select e.subject, b.visible_text, p.address from email e
      join email_body b on b.team_id = e.team_id and b.email_id = e.id
      join email_person p on p.team_id = e.team_id and p.email_id = e.id and p.role = 'from'
      where e.team_id = ${team.teamId} order by e.subject`);
    expect(rows).toEqual(
      [1, 2, 3].map((at) => ({
        subject: `Matter ${at}`,
        visible_text: `Text ${at}`,
        address: 'marta@weiss-tools.example',
      })),
    );
  });
});

describe('what nobody shares', () => {
  test('leaves no word of itself anywhere in the database or the file store', async () => {
    const file = { name: 'Zebrafinch.txt', type: 'text/plain', bytes: Buffer.from('Zebrafinch inside') };
    const from = 'Zebrafinch <zebrafinch@zebrafinch.example>';
    await store(support, createSource({ from, subject: 'Zebrafinch', body: 'Zebrafinch', file }));
    const { rows: tables } = await app.ports.db.execute<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`);
    for (const { name } of tables) {
      const { rows } = await app.ports.db.execute(
        sql`select from ${sql.identifier(name)} t where t::text ilike '%zebrafinch%'`,
      );
      expect(rows, name).toHaveLength(0);
    }
    expect([await count('email'), await count('email_body')]).toEqual([1, 0]);
  });

  test('comes whole once it is stored again under a rule', async () => {
    const raw = createSource();
    const first = await store(support, raw, { providerMessageId: 'm1' });
    await shareEverything(app.ports.db, support);
    const again = await store(support, raw, { providerMessageId: 'm1' });
    expect(again).toMatchObject({ emailId: first.emailId, isNew: false, isShared: true });
    expect(await count('email_body')).toBe(1);
  });
});

describe('a copy', () => {
  test('that is deleted takes the mail with it once no mailbox that shares it has it', async () => {
    for (const box of [support, bens]) await shareEverything(app.ports.db, box);
    const raw = createSource();
    for (const [at, box] of [support, bens].entries()) await store(box, raw, { providerMessageId: `m${at}` });
    await changeCopies(app.ports, support, [{ providerMessageId: 'm0', isDeleted: true }]);
    expect(await count('email_body')).toBe(1);
    await changeCopies(app.ports, bens, [{ providerMessageId: 'm1', labels: ['trash'] }]);
    expect([await count('email'), await count('email_body'), await count('email_person')]).toEqual([0, 0, 0]);
  });

  test('follows labels and reading, and is known', async () => {
    await store(support, createSource(), { providerMessageId: 'm0' });
    await changeCopies(app.ports, support, [{ providerMessageId: 'm0', labels: ['inbox', 'Offers'], isRead: true }]);
    await changeCopies(app.ports, support, [{ providerMessageId: 'unheard-of', isRead: true }]);
    const { rows } = await app.ports.db.execute(
      sql`select labels, is_read from email_copy where team_id = ${team.teamId}`,
    );
    expect(rows).toEqual([{ labels: ['inbox', 'Offers'], is_read: true }]);
    const known = await findKnownCopies(app.ports, { ...support, providerMessageIds: ['m0', 'm1'] });
    expect([...known]).toEqual(['m0']);
    expect(await listWantedCopies(app.ports, { ...support, limit: 10 })).toEqual([]);
  });

  test('of a mailbox that is disconnected goes; what is shared stays if the owner says so', async () => {
    await shareEverything(app.ports.db, support);
    await store(support, createSource());
    await store(bens, createSource());
    await removeMailboxMail(app.ports, { ...bens, keepShared: true });
    await removeMailboxMail(app.ports, { ...support, keepShared: true });
    expect(await count('email')).toBe(1);
    await removeMailboxMail(app.ports, { ...support, keepShared: false });
    expect([await count('email'), await count('email_body')]).toEqual([0, 0]);
  });
});

describe('threads', () => {
  /** A tree: b answers a, c answers b but names a only, d answers a mail nobody has, e too; f stands alone. */
  const script = {
    a: createSource({ id: 'a@x.example', body: 'a' }),
    b: createSource({ id: 'b@x.example', inReplyTo: 'a@x.example', references: ['a@x.example'], body: 'b' }),
    c: createSource({ id: 'c@x.example', references: ['a@x.example', 'b@x.example'], body: 'c' }),
    d: createSource({ id: 'd@x.example', references: ['lost@x.example'], subject: 'Delivery', body: 'd' }),
    e: createSource({ id: 'e@x.example', references: ['lost@x.example'], subject: 'Delivery', body: 'e' }),
    f: createSource({ id: 'f@x.example', subject: 'Chairs', body: 'f' }),
  };
  const names = Object.keys(script) as (keyof typeof script)[];

  test.each(permutations(names, 40))('are the same whatever the order: %s', async (...order) => {
    const byId = new Map<EmailId, string>();
    for (const [at, name] of order.entries()) {
      const { emailId } = await store(at % 2 === 0 ? support : bens, script[name]);
      if (emailId !== undefined) byId.set(emailId, name);
    }
    expect(await readGroups(app.ports.db, team.teamId, byId)).toEqual(['a b c', 'd e', 'f']);
  });

  test('are joined by a late mail that belongs to both, and links to either lead to one', async () => {
    for (const box of [support, bens]) await shareEverything(app.ports.db, box);
    const left = await store(support, script.a);
    const right = await store(bens, createSource({ id: 'z@x.example', references: ['y@x.example'], body: 'z' }));
    expect(left.correspondenceId).not.toBe(right.correspondenceId);
    const both = createSource({ id: 'y@x.example', references: ['a@x.example'], body: 'y' });
    const { correspondenceId } = await store(support, both);
    const { rows } = await app.ports.db.execute<{ id: string; merged_into: string | null; email_count: number }>(sql`
      select id, merged_into, email_count from correspondence where team_id = ${team.teamId} order by created_at`);
    expect(rows.filter(({ merged_into }) => merged_into === null)).toMatchObject([
      { id: correspondenceId, email_count: 3 },
    ]);
    expect(rows.filter(({ merged_into }) => merged_into !== null)).toMatchObject([{ merged_into: correspondenceId }]);
  });
});

/** `most` orders of `from`, always the same ones. */
function permutations<Name>(from: readonly Name[], most: number): Name[][] {
  let seed = 2026;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  return Array.from({ length: most }, () =>
    from
      .map((name) => [random(), name] as const)
      .toSorted(([a], [b]) => a - b)
      .map(([, name]) => name),
  );
}

test('a shared mail gives its markup, cut beyond what a browser lays out, and the beginning of its text files', async () => {
  await shareEverything(app.ports.db, support);
  const html = `<p>Hello</p>${'<b>x</b>'.repeat(700_000)}`;
  const file = { name: 'log.csv', type: 'text/csv', bytes: Buffer.from(`Zählerstand\n${'1;2;3\n'.repeat(100_000)}`) };
  const { emailId } = await store(support, createSource({ html, file }));
  const markup = await readEmailMarkup(app.ports, team.olga, { id: emailId as EmailId });
  expect([markup.html.length, markup.isCut, markup.html.slice(0, 12)]).toEqual([1_000_000, true, '<p>Hello</p>']);
  const { rows } = await app.ports.db.execute<{ id: FileId }>(
    sql`select id from email_attachment where email_id = ${emailId}`,
  );
  const text = await readFileText(app.ports, team.olga, { id: rows[0]?.id as FileId });
  expect([text.isCut, text.text.slice(0, 11), text.text.endsWith('1;2;3')]).toEqual([true, 'Zählerstand', true]);
});
