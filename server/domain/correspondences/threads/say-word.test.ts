import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { storeEmail } from '../../emails/index.ts';
import type { Context } from '#server/kernel/context.ts';
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
import {
  changeCorrespondence,
  explainEmails,
  getCorrespondence,
  mergeCorrespondences,
  splitCorrespondence,
  undoThreadChange,
} from '../index.ts';

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

interface Stored {
  readonly id: CorrespondenceId;
  readonly emailId: EmailId;
}

async function store(options: SourceOptions = {}): Promise<Stored> {
  const { correspondenceId, emailId } = await storeEmail(app.ports, arrive(support, createSource(options)));
  if (correspondenceId === undefined || emailId === undefined) throw new Error('The mail was not stored.');
  return { id: correspondenceId, emailId };
}

const get = (who: Context, id: CorrespondenceId) => getCorrespondence(app.ports, who, { id });

describe('merging and splitting by hand', () => {
  test('keeps tags and assignment, leads old links to the one that is left, and is undone', async () => {
    const [left, right] = [
      await store({ subject: 'Benches' }),
      await store({ subject: 'Delivery', from: 'x@y.example' }),
    ];
    await changeCorrespondence(app.ports, ben, { id: left.id, change: { addTags: ['garden'] } });
    await changeCorrespondence(app.ports, ben, {
      id: right.id,
      change: { addTags: ['truck'], assigneeId: ben.userId, caseId: 'case-7' },
    });
    await changeCorrespondence(app.ports, ben, { id: left.id, change: { state: 'closed' } });
    const { wordId } = await mergeCorrespondences(app.ports, ben, { id: left.id, otherId: right.id });
    const [one, other] = [await get(ben, left.id), await get(ben, right.id)];
    expect(one.card).toEqual(other.card);
    const merged = { emailCount: 2, tags: ['garden', 'truck'], assignee: { name: 'Ben' }, caseId: 'case-7' };
    expect(one.card).toMatchObject({ ...merged, state: 'open' });
    await undoThreadChange(app.ports, ben, { wordId });
    const apart = [
      { id: left.id, emailCount: 1, tags: ['garden'], assignee: null, caseId: null, state: 'closed' },
      { id: right.id, emailCount: 1, tags: ['truck'], assignee: { name: 'Ben' }, caseId: 'case-7', state: 'open' },
    ];
    expect([(await get(ben, left.id)).card, (await get(ben, right.id)).card]).toMatchObject(apart);
    // What somebody changed after a merge is theirs, not the merge's.
    const again = await mergeCorrespondences(app.ports, ben, { id: left.id, otherId: right.id });
    const id = again.correspondenceIds[0] ?? left.id;
    await changeCorrespondence(app.ports, ben, { id, change: { state: 'waiting' } });
    await undoThreadChange(app.ports, ben, again);
    const states = [(await get(ben, left.id)).card, (await get(ben, right.id)).card];
    expect(states.find((card) => card.id === id)?.state).toBe('waiting');
  });

  test('is undone once: asked for again, it takes back nothing that was done since', async () => {
    const [left, right] = [
      await store({ subject: 'Benches' }),
      await store({ subject: 'Delivery', from: 'x@y.example' }),
    ];
    await changeCorrespondence(app.ports, ben, { id: left.id, change: { state: 'closed' } });
    const { wordId } = await mergeCorrespondences(app.ports, ben, { id: left.id, otherId: right.id });
    const undone = await undoThreadChange(app.ports, ben, { wordId });
    expect((await get(ben, left.id)).card.state).toBe('closed');
    await changeCorrespondence(app.ports, ben, { id: left.id, change: { state: 'open' } });
    expect(await undoThreadChange(app.ports, ben, { wordId })).toEqual(undone);
    expect((await get(ben, left.id)).card.state).toBe('open');
  });

  test('a split takes mails and what answers them, now and later', async () => {
    const ids = ['a', 'b', 'c', 'd'].map((name) => `${name}@weiss-tools.example`);
    const [a = '', b = '', c = '', d = ''] = ids;
    const first = await store({ id: a, body: 'a' });
    const second = await store({ id: b, references: [a], body: 'b' });
    await store({ id: c, references: [a, b], body: 'c' });
    const { correspondenceIds, wordId } = await splitCorrespondence(app.ports, ben, {
      id: first.id,
      emailIds: [second.emailId],
    });
    await store({ id: d, references: [a, b, c], body: 'd' });
    const [apart] = correspondenceIds;
    const reasons = await explainEmails(app.ports, ben, { id: apart ?? first.id });
    expect(reasons.map((each) => each.reasons)).toEqual([
      ['somebody took it out of another by hand', 'answers an e-mail of the thread'],
      ['answers an e-mail of the thread'],
      ['answers an e-mail of the thread'],
    ]);
    const texts = async (id: CorrespondenceId | undefined) =>
      id === undefined ? [] : (await get(ben, id)).emails.map(({ visibleText }) => visibleText).toSorted();
    const places = [await texts(first.id), await texts(apart)].toSorted((x, y) => x.length - y.length);
    expect(places).toEqual([['a'], ['b', 'c', 'd']]);
    await undoThreadChange(app.ports, ben, { wordId });
    expect(await texts(first.id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is refused for viewers, for one correspondence and for all of its mails', async () => {
    const { id, emailId } = await store();
    const vera = await team.add('Vera', 'viewer');
    await expect(mergeCorrespondences(app.ports, vera, { id, otherId: id })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(mergeCorrespondences(app.ports, ben, { id, otherId: id })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const all = { id, emailIds: [emailId] };
    await expect(splitCorrespondence(app.ports, ben, all)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
