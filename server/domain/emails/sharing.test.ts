import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PreviewSharing, SharingRuleInput } from '#shared/contract/sharing.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { saveContact } from '../contacts/index.ts';
import { listCorrespondences } from '../correspondences/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  type SourceOptions,
  type TestMailbox,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  applySharing,
  confirmSharing,
  fetchWantedMail,
  getSharing,
  listWantedCopies,
  previewSharing,
  shareThread,
  storeEmail,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let box: TestMailbox;
let sources: Map<string, ReturnType<typeof arrive>>;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  box = createTestMailbox(team.olga, 'olga@larkfield.example');
  sources = new Map();
});

type Rule = Partial<SharingRuleInput> & Pick<SharingRuleInput, 'kind'>;

async function receive(options: SourceOptions, thread?: string): Promise<CorrespondenceId> {
  const mail = arrive(box, createSource(options), thread === undefined ? {} : { thread });
  sources.set(mail.providerMessageId, mail);
  return (await storeEmail(app.ports, mail)).correspondenceId as CorrespondenceId;
}

/** What the mailbox's sync does when it is told that content is wanted. */
async function fetchWanted(): Promise<number> {
  const wanted = await listWantedCopies(app.ports, { ...box, limit: 100 });
  for (const { providerMessageId } of wanted) {
    const source = sources.get(providerMessageId);
    if (source !== undefined) await storeEmail(app.ports, source);
  }
  return wanted.length;
}

const ask = (rules: readonly Rule[]) =>
  PreviewSharing.parse({ mailboxId: box.mailboxId, rules: rules.map((rule) => SharingRuleInput.parse(rule)) });

async function share(...rules: Rule[]): Promise<void> {
  const { mails } = await previewSharing(app.ports, team.olga, ask(rules));
  await confirmSharing(app.ports, team.olga, { ...ask(rules), confirmedMails: mails });
  await applySharing(app.ports, box);
  await fetchWanted();
}

async function seenByTeam(): Promise<string[]> {
  const { cards } = await listCorrespondences(app.ports, ben, ListCorrespondences.parse({ view: 'all' }));
  return cards.map(({ subject }) => subject).toSorted();
}

const from = (who: string) => `${who} <${who}>`;

describe('sharing by rules', () => {
  beforeEach(async () => {
    await receive({ subject: 'Benches', from: from('marta@weiss-tools.example') });
    await receive({ subject: 'Invoice', from: from('jan@shop.weiss-tools.example') });
    await receive({ subject: 'Dinner', from: from('ivo@gmail.com') });
    await receive({ subject: 'Salary', from: from('boss@weiss-tools.example'), headers: ['Sensitivity: Private'] });
    await receive({ subject: 'Lawyer', from: from('lea@law.example') });
  });

  test('counts first, changes nothing until confirmed, and tells the owner why', async () => {
    const count = await previewSharing(app.ports, team.olga, ask([{ kind: 'domain', value: 'Weiss-Tools.example' }]));
    expect(count).toEqual({ mails: 2, people: 3, contacts: 0, mailsInMailbox: 5 });
    await applySharing(app.ports, box);
    expect(await seenByTeam()).toEqual([]);
    await share({ kind: 'domain', value: '@weiss-tools.example' });
    expect(await seenByTeam()).toEqual(['Benches', 'Invoice']);
    expect(await getSharing(app.ports, team.olga, box)).toMatchObject({
      rules: [{ kind: 'domain', value: 'weiss-tools.example', mails: 2 }],
      sharedMails: 2,
      privateMails: 3,
    });
  });

  test('leaves out free mail and what is marked private, unless named; never wins over all', async () => {
    await share({ kind: 'all' });
    expect(await seenByTeam()).toEqual(['Benches', 'Invoice', 'Lawyer']);
    await share(
      { kind: 'all' },
      { kind: 'address', value: 'ivo@gmail.com' },
      { kind: 'domain', value: 'law.example', isNever: true },
    );
    expect(await seenByTeam()).toEqual(['Benches', 'Dinner', 'Invoice']);
    await share({ kind: 'all', includesFreeMail: true }, { kind: 'address', value: 'ivo@gmail.com', isNever: true });
    expect(await seenByTeam()).toEqual(['Benches', 'Invoice', 'Lawyer']);
  });

  test('takes back what no rule shares any more, to the last word', async () => {
    await share({ kind: 'all' });
    await share();
    expect(await seenByTeam()).toEqual([]);
    for (const table of ['email_body', 'email_attachment', 'activity'])
      expect(
        (await app.ports.db.execute(sql`select from ${sql.identifier(table)} where team_id = ${team.teamId}`)).rows,
      ).toEqual([]);
    const { rows } = await app.ports.db.execute(sql`
      select from email where team_id = ${team.teamId} and (subject is not null or raw_sha256 is not null)`);
    expect(rows).toEqual([]);
  });

  test('with much more than was confirmed is refused and changes nothing', async () => {
    for (let at = 0; at < 25; at++) await receive({ subject: `More ${at}`, from: from(`c${at}@shop.example`) });
    const late = { ...ask([{ kind: 'all' }]), confirmedMails: 3 };
    await expect(confirmSharing(app.ports, team.olga, late)).rejects.toMatchObject({ code: 'conflict' });
    expect((await getSharing(app.ports, team.olga, box)).rules).toEqual([]);
  });

  test('is for the mailbox’s own user alone', async () => {
    for (const verb of [previewSharing, getSharing])
      await expect(verb(app.ports, ben, ask([]))).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmSharing(app.ports, ben, { ...ask([]), confirmedMails: 0 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

function save(who: Context, address: string) {
  return saveContact(app.ports, who, { id: createId(), name: address, address });
}

test('is there for a mailbox under the address with which its owner signs in', async () => {
  const { rows } = await app.ports.db.execute<{ email: string }>(
    sql`select email from team_person where team_id = ${team.teamId} and user_id = ${team.olga.userId}`,
  );
  box = createTestMailbox(team.olga, rows[0]?.email ?? '');
  await receive({ subject: 'Benches' });
  expect(await getSharing(app.ports, team.olga, box)).toMatchObject({ privateMails: 1 });
});

describe('sharing with contacts', () => {
  test('shares for the owner’s contacts; one that a teammate saves later shares no past mail, only what comes', async () => {
    await save(team.olga, 'marta@weiss-tools.example');
    await receive({ subject: 'Benches', from: from('marta@weiss-tools.example') });
    await receive({ subject: 'Old affair', from: from('ex@private.example') });
    await share({ kind: 'contacts' });
    expect(await seenByTeam()).toEqual(['Benches']);
    await save(ben, 'ex@private.example');
    await applySharing(app.ports, box);
    await fetchWanted();
    expect(await seenByTeam()).toEqual(['Benches']);
    await receive({ subject: 'New order', from: from('ex@private.example'), date: new Date(Date.now() + 60_000) });
    expect(await seenByTeam()).toEqual(['Benches', 'New order']);
  });
});

describe('sharing a thread by hand', () => {
  test('shares it with what comes later; never keeps it private under every rule; both are taken back', async () => {
    const id = await receive({ id: 'a@x.example', subject: 'Salary', headers: ['Sensitivity: Personal'] }, 't1');
    await shareThread(app.ports, team.olga, { id, sharing: 'share' });
    await applySharing(app.ports, box);
    const { rows } = await app.ports.db.execute(sql`
      select from graphile_worker.jobs
      where task_identifier = ${fetchWantedMail.name} and key = ${`wanted:${box.mailboxId}`}`);
    expect(rows).toHaveLength(1);
    expect(await fetchWanted()).toBe(1);
    expect(await fetchWanted()).toBe(0);
    await receive({ subject: 'Re: Salary', references: ['a@x.example'] }, 't1');
    const { cards } = await listCorrespondences(app.ports, ben, ListCorrespondences.parse({ view: 'all' }));
    expect(cards).toMatchObject([{ id, emailCount: 2 }]);
    await share({ kind: 'all', includesFreeMail: true });
    await shareThread(app.ports, team.olga, { id, sharing: 'never' });
    await applySharing(app.ports, box);
    expect(await seenByTeam()).toEqual([]);
    await expect(shareThread(app.ports, ben, { id, sharing: 'share' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
