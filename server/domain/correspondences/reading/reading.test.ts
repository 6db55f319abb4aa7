import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { changeCopies, storeEmail } from '../../emails/index.ts';
import { saveContact } from '../../contacts/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type SourceOptions,
  type TestMailbox,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { changeCorrespondence, getCorrespondence, listCorrespondences, markCorrespondence } from '../index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let support: TestMailbox;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  support = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(app.ports.db, support);
});

const minuteOf = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));

interface Stored {
  readonly id: CorrespondenceId;
  readonly emailId: EmailId;
}

async function store(
  options: SourceOptions = {},
  copy: Parameters<typeof arrive>[2] = {},
  box = support,
): Promise<Stored> {
  const { correspondenceId, emailId } = await storeEmail(app.ports, arrive(box, createSource(options), copy));
  if (correspondenceId === undefined || emailId === undefined) throw new Error('The mail was not stored.');
  return { id: correspondenceId, emailId };
}

const list = (who: Context, filter: Partial<ListCorrespondences> = {}) =>
  listCorrespondences(app.ports, who, ListCorrespondences.parse(filter));
const get = (who: Context, id: CorrespondenceId) => getCorrespondence(app.ports, who, { id });
const now = () => new Date(Date.now() + 1000);

describe('a shared mail', () => {
  test('is in the owner’s list as unread and to be found by the team, whole', async () => {
    const file = { name: 'plan <1>.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 benches') };
    const body = 'Forty, please.\r\n\r\nOn Monday Support wrote:\r\n> How many benches?';
    const { id } = await store({ cc: 'Jan <jan@weiss-tools.example>', bcc: 'boss@larkfield.example', body, file });
    expect((await list(ben)).cards).toEqual([]);
    expect((await list(team.olga)).cards).toMatchObject([
      {
        id,
        subject: 'Quote for 40 garden benches',
        sender: { name: 'Marta Weiss', address: 'marta@weiss-tools.example' },
        preview: 'Forty, please.',
        emailCount: 1,
        attachmentCount: 1,
        state: 'open',
        isUnread: true,
        isMine: true,
        users: [{ name: 'Olga' }],
      },
    ]);
    expect((await list(ben, { view: 'all' })).cards).toMatchObject([{ id, isUnread: false, isMine: false }]);
    const { emails, privateEmailCount } = await get(ben, id);
    expect(emails).toMatchObject([
      {
        direction: 'in',
        from: [{ name: 'Marta Weiss', userId: null, contactId: null }],
        to: [{ address: 'support@larkfield.example', userId: team.olga.userId }],
        cc: [{ name: 'Jan' }],
        bcc: [],
        visibleText: 'Forty, please.',
        attachments: [{ name: 'plan _1_.pdf', size: 16 }],
        heldBy: [{ name: 'Olga' }],
      },
    ]);
    expect(privateEmailCount).toBe(0);
    const answer = await fetch(emails[0]?.attachments[0]?.url ?? '');
    expect(await answer.text()).toBe('%PDF-1.7 benches');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('that another mailbox has too is in the list of its owner, shared by them or not', async () => {
    const bens = createTestMailbox(ben, 'ben@larkfield.example');
    const mail = { id: 'both@weiss-tools.example', to: 'support@larkfield.example, ben@larkfield.example' };
    const { id } = await store(mail);
    expect((await list(ben)).cards).toEqual([]);
    await store(mail, {}, bens);
    expect((await list(ben)).cards).toMatchObject([{ id, users: [{ name: 'Olga' }, { name: 'Ben' }] }]);
    expect((await get(team.olga, id)).emails).toMatchObject([{ heldBy: [{}, {}] }]);
  });

  test('is read once read, here or in the mailbox, and unread again with an answer', async () => {
    const first = { id: 'q1@weiss-tools.example', date: new Date('2026-11-02T09:00:00Z') };
    const { id } = await store(first, { providerMessageId: 'm1' });
    await markCorrespondence(app.ports, team.olga, { id, unread: false });
    expect((await list(team.olga)).cards).toMatchObject([{ isUnread: false }]);
    await store({ references: [first.id], date: now(), body: 'And?' }, { providerMessageId: 'm2' });
    expect((await list(team.olga)).cards).toMatchObject([{ id, isUnread: true, emailCount: 2, preview: 'And?' }]);
    await changeCopies(app.ports, support, [{ providerMessageId: 'm1', isRead: true }]);
    expect((await list(team.olga)).cards).toMatchObject([{ isUnread: true }]);
    await changeCopies(app.ports, support, [{ providerMessageId: 'm2', isRead: true }]);
    expect((await list(team.olga, { unread: true })).cards).toEqual([]);
  });

  test('is listed by state, assignee, tag, contact, case and words', async () => {
    const { id } = await store({ subject: 'Zwölf Bänke' });
    await store({ from: 'Ivo <ivo@other.example>', subject: 'Something else' });
    const contact = await saveContact(app.ports, ben, {
      id: createId(),
      name: 'Marta',
      address: 'marta@weiss-tools.example',
    });
    const change = { state: 'waiting' as const, assigneeId: ben.userId, addTags: ['urgent'], caseId: 'C-7' };
    const changed = await changeCorrespondence(app.ports, team.olga, { id, change });
    expect(changed).toMatchObject({ state: 'waiting', assignee: { name: 'Ben' }, tags: ['urgent'], caseId: 'C-7' });
    const filters: Partial<ListCorrespondences>[] = [
      { state: 'waiting' },
      { assigneeId: ben.userId },
      { tag: 'urgent' },
      { contactId: contact.id },
      { caseId: 'C-7' },
      { search: 'bän zwölf' },
      { search: 'marta@weiss' },
    ];
    for (const filter of filters)
      expect(
        (await list(ben, { view: 'all', ...filter })).cards.map((card) => card.id),
        JSON.stringify(filter),
      ).toEqual([id]);
    expect((await list(ben)).cards).toMatchObject([{ id, isUnread: true }]);
  });

  test('is listed in pages that join without gap or repetition, the unread ones first', async () => {
    const stored: CorrespondenceId[] = [];
    for (let at = 0; at < 45; at++) {
      const date = new Date(Date.UTC(2026, 9, 1, 8, at));
      stored.unshift((await store({ subject: `Order ${at}`, from: `c${at}@shop.example`, date })).id);
    }
    // The first page ends among the unread ones, then among the read ones.
    for (const everyOther of [15, 2]) {
      const isRead = (_id: CorrespondenceId, at: number) => at % everyOther === 0;
      for (const id of stored.filter(isRead)) await markCorrespondence(app.ports, team.olga, { id, unread: false });
      const first = await list(team.olga);
      const rest = await list(team.olga, { cursor: first.nextCursor });
      expect([first.cards.length, rest.cards.length, rest.nextCursor]).toEqual([40, 5, null]);
      const read = [...first.cards, ...rest.cards].filter(({ isUnread }) => !isUnread).map(({ id }) => id);
      const unread = stored.filter((id) => !read.includes(id));
      expect([...first.cards, ...rest.cards].map(({ id }) => id)).toEqual([
        ...unread,
        ...stored.filter((id) => read.includes(id)),
      ]);
      expect(read.length).toBeGreaterThanOrEqual(stored.filter(isRead).length);
    }
  });

  test('in another team, or private, is as if it did not exist', async () => {
    const { id } = await store();
    const other = await createDomainTeam(app.ports.db);
    await expect(get(other.olga, id)).rejects.toMatchObject({ code: 'not-found' });
    const bens = createTestMailbox(ben, 'ben@larkfield.example');
    const hidden = await store({ subject: 'Salary' }, {}, bens);
    await expect(get(team.olga, hidden.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await get(ben, hidden.id)).toMatchObject({ emails: [], privateEmailCount: 1, card: { subject: '' } });
    expect((await list(team.olga, { view: 'all' })).cards.map((card) => card.id)).toEqual([id]);
  });
});

describe('a closed correspondence', () => {
  test('is opened again by a customer’s answer, and by nothing older nor by the team’s own mail', async () => {
    const first = { id: 'q@weiss-tools.example' };
    const { id } = await store(first);
    await changeCorrespondence(app.ports, team.olga, { id, change: { state: 'closed' } });
    await store({ references: [first.id], date: new Date('2026-11-01T09:00:00Z'), body: 'Late in coming' });
    await store({ references: [first.id], date: now(), from: 'support@larkfield.example', body: 'Ours' });
    expect((await get(team.olga, id)).card.state).toBe('closed');
    await store({ references: [first.id], date: now(), body: 'One more thing' });
    expect((await get(team.olga, id)).card).toMatchObject({ state: 'open', emailCount: 4 });
  });

  test('waits for the customer once the team has answered, wherever that was written, and in whatever order mail comes', async () => {
    const first = { id: 'w@weiss-tools.example', date: minuteOf(0) };
    const { id } = await store(first);
    const ours = { references: [first.id], from: 'support@larkfield.example' };
    await store({ ...ours, to: 'support@larkfield.example', date: minuteOf(2), body: 'A note to ourselves' });
    expect((await get(team.olga, id)).card.state).toBe('open');
    await store({ ...ours, to: 'Marta Weiss <marta@weiss-tools.example>', date: minuteOf(5), body: 'From a phone' });
    expect((await get(team.olga, id)).card.state).toBe('waiting');
    await store({ references: [first.id], date: minuteOf(4), body: 'Written before, came after' });
    expect((await get(team.olga, id)).card.state).toBe('waiting');
    await store({ references: [first.id], date: minuteOf(6), body: 'And one more question' });
    expect((await get(team.olga, id)).card.state).toBe('open');
    await store({ ...ours, to: 'Marta Weiss <marta@weiss-tools.example>', date: minuteOf(3), body: 'An older answer' });
    expect((await get(team.olga, id)).card.state).toBe('open');
  });
});
