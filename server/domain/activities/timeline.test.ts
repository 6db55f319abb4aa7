import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AddActivity } from '#shared/contract/timeline.ts';
import type { ActivityId, ContactId, CorrespondenceId } from '#shared/contract/ids.ts';
import { saveContact } from '../contacts/index.ts';
import { changeCorrespondence, getCorrespondence } from '../correspondences/index.ts';
import { storeEmail } from '../emails/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type SourceOptions,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { addActivity, changeActivity, readTimeline, removeActivity, restoreActivity } from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let contactId: ContactId;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  const marta = { id: createId<ContactId>(), name: 'Marta', address: 'marta@weiss-tools.example' };
  contactId = (await saveContact(app.ports, ben, marta)).id;
});

async function receive(options: SourceOptions = {}, isShared = true): Promise<CorrespondenceId> {
  const box = createTestMailbox(team.olga, 'support@larkfield.example');
  if (isShared) await shareEverything(app.ports.db, box);
  return (await storeEmail(app.ports, arrive(box, createSource(options)))).correspondenceId as CorrespondenceId;
}

function note(body: string, more: Partial<AddActivity> = {}) {
  const input = { id: createId<ActivityId>(), type: 'TYPE_NOTE', contactIds: [contactId], body, ...more };
  return addActivity(app.ports, ben, AddActivity.parse(input));
}

async function kinds(): Promise<string[]> {
  return (await readTimeline(app.ports, ben, { contactId })).entries.map(({ kind }) => kind);
}

function minuteOf(minute: number): string {
  return new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString();
}

describe('a contact’s timeline', () => {
  test('has mails in and out, calls, notes and changes of state, newest first', async () => {
    const id = await receive({ date: new Date('2026-10-01T09:00:00Z') });
    const ours = { from: 'support@larkfield.example', to: 'marta@weiss-tools.example', subject: 'Our offer' };
    await receive({ ...ours, date: new Date('2026-10-02T09:00:00Z') });
    await note('Spoke with her.', { type: 'TYPE_CALL', at: '2026-10-03T09:00:00Z' });
    await changeCorrespondence(app.ports, ben, { id, change: { state: 'closed', addTags: ['oak'] } });
    const { entries } = await readTimeline(app.ports, ben, { contactId });
    expect(entries).toMatchObject([
      { kind: 'tags', text: '+oak', actorName: 'Ben', correspondenceId: id },
      { kind: 'state', text: 'open → closed', actorName: 'Ben', correspondenceId: id },
      { kind: 'state', text: 'open → waiting', actorName: null, title: 'Our offer' },
      { kind: 'saved', actorName: 'Ben' },
      { kind: 'call', text: 'Spoke with her.', actorName: 'Ben' },
      { kind: 'email', direction: 'out', title: 'Our offer', actorName: 'Olga' },
      { kind: 'email', direction: 'in', title: 'Quote for 40 garden benches', actorName: null, correspondenceId: id },
    ]);
  });

  test('has nothing of mail that is not shared, nor of another team', async () => {
    await receive({ subject: 'Salary' }, false);
    expect(await kinds()).toEqual(['saved']);
    const other = await createDomainTeam(app.ports.db);
    await expect(readTimeline(app.ports, other.olga, { contactId })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('comes in pages that join without gap or repetition', async () => {
    for (let minute = 0; minute < 60; minute++) await note(`note ${minute}`, { at: minuteOf(minute) });
    for (let mail = 0; mail < 5; mail++) await receive({ date: new Date(minuteOf(mail * 10)), body: `mail ${mail}` });
    const first = await readTimeline(app.ports, ben, { contactId });
    const rest = await readTimeline(app.ports, ben, { contactId, cursor: first.nextCursor });
    const all = [...first.entries, ...rest.entries];
    expect([all.length, new Set(all.map(({ id }) => id)).size, rest.nextCursor]).toEqual([66, 66, null]);
    expect(all.map((entry) => entry.at)).toEqual(
      all
        .map((entry) => entry.at)
        .toSorted()
        .toReversed(),
    );
  });
});

describe('an activity', () => {
  test('of a mail can be changed, deleted and put back, and the mail stays', async () => {
    const id = await receive();
    const { entries } = await readTimeline(app.ports, ben, { contactId });
    const activityId = entries.find(({ kind }) => kind === 'email')?.activityId;
    if (activityId == null) throw new Error('The mail has no activity.');
    await changeActivity(app.ports, ben, { id: activityId, version: 1, change: { body: 'She wants oak.' } });
    expect((await readTimeline(app.ports, ben, { contactId })).entries).toMatchObject([{}, { text: 'She wants oak.' }]);
    await removeActivity(app.ports, ben, { id: activityId });
    expect(await kinds()).toEqual(['saved']);
    expect((await getCorrespondence(app.ports, ben, { id })).emails).toHaveLength(1);
    await restoreActivity(app.ports, ben, { id: activityId });
    expect(await kinds()).toEqual(['saved', 'email']);
  });

  test('written twice is one; an older version is refused; a stranger’s contact is not there', async () => {
    const first = await note('Once.');
    expect(await note('Twice?', { id: first.id })).toEqual(first);
    await changeActivity(app.ports, ben, { id: first.id, version: 1, change: { body: 'Changed.' } });
    const late = changeActivity(app.ports, ben, { id: first.id, version: 1, change: { body: 'Late.' } });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    const other = await createDomainTeam(app.ports.db);
    await expect(
      addActivity(app.ports, other.olga, AddActivity.parse({ ...first, contactIds: [contactId], type: 'TYPE_NOTE' })),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
