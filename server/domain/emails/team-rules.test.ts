import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { ConfirmSharing, ProposeTeamRule, type TeamRule } from '#shared/contract/sharing.ts';
import { getCorrespondence, listCorrespondences } from '../correspondences/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox, type TestMailbox } from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  answerTeamRule,
  applySharing,
  confirmSharing,
  getSharing,
  handOverSharing,
  listTeamRules,
  listWantedCopies,
  previewSharing,
  previewTeamRule,
  proposeTeamRule,
  shareThread,
  storeEmail,
  withdrawTeamRule,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let box: TestMailbox;
const sources = new Map<string, ReturnType<typeof arrive>>();

beforeAll(async () => {
  app = await startTestApp();
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  box = createTestMailbox(ben, 'ben@larkfield.example');
  await app.ports.db.execute(sql`
    insert into mailbox (team_id, id, owner_id, provider, address, sealed_tokens, token_expires_at, window_from)
    values (${team.teamId}, ${box.mailboxId}, ${ben.userId}, 'gmail', 'ben@larkfield.example', 'x', now(), now())`);
  await receive('Benches', 'marta@weiss-tools.example');
  await receive('Invoice', 'jan@weiss-tools.example');
  await receive('Lawyer', 'lea@law.example');
});
afterAll(() => app.close());

async function receive(subject: string, from: string, thread?: string): Promise<CorrespondenceId> {
  const mail = arrive(box, createSource({ subject, from }), thread === undefined ? {} : { thread });
  sources.set(mail.providerMessageId, mail);
  return (await storeEmail(app.ports, mail)).correspondenceId as CorrespondenceId;
}

/** What the jobs do after somebody's word. */
async function settle(): Promise<void> {
  await applySharing(app.ports, box);
  for (const { providerMessageId } of await listWantedCopies(app.ports, { ...box, limit: 100 })) {
    const source = sources.get(providerMessageId);
    if (source !== undefined) await storeEmail(app.ports, source);
  }
}

async function seenByTeam(): Promise<string[]> {
  const { cards } = await listCorrespondences(app.ports, team.olga, ListCorrespondences.parse({ view: 'all' }));
  return cards.map(({ subject }) => subject).toSorted();
}

async function findShared(subject: string, reader: Context) {
  const { cards } = await listCorrespondences(app.ports, reader, ListCorrespondences.parse({ view: 'all' }));
  const id = cards.find((card) => card.subject === subject)?.id;
  if (id === undefined) throw new Error(`“${subject}” is not shared.`);
  return { id, shares: (await getCorrespondence(app.ports, reader, { id })).ownShares };
}

async function propose(value: string): Promise<TeamRule> {
  const input = ProposeTeamRule.parse({ kind: 'domain', value });
  const rule = (await proposeTeamRule(app.ports, team.olga, input)).find((each) => each.value === value);
  if (rule === undefined) throw new Error('The rule was not proposed.');
  return rule;
}

const answer = async (ruleId: string, accept: boolean, confirmedMails = 2): Promise<void> => {
  await answerTeamRule(app.ports, ben, { mailboxId: box.mailboxId, ruleId, accept, confirmedMails });
  await settle();
};

test('a rule for the whole team shares nothing before its owner saw a count and accepted; each can take it back', async () => {
  await expect(proposeTeamRule(app.ports, ben, ProposeTeamRule.parse({ kind: 'all' }))).rejects.toMatchObject({
    code: 'not-allowed',
  });
  const { id: ruleId } = await propose('weiss-tools.example');
  await settle();
  expect(await seenByTeam()).toEqual([]);
  expect(await listTeamRules(app.ports, ben)).toMatchObject([{ answers: null, mine: [{ answer: 'open', mails: 0 }] }]);

  const asked = { ruleId, mailboxId: box.mailboxId };
  expect(await previewTeamRule(app.ports, ben, asked)).toMatchObject({ mails: 2, people: 3, mailsInMailbox: 3 });
  // It is the owner's word alone, an admin has none.
  await expect(previewTeamRule(app.ports, team.olga, asked)).rejects.toMatchObject({ code: 'not-found' });
  await answer(ruleId, true);
  expect(await seenByTeam()).toEqual(['Benches', 'Invoice']);
  expect(await previewTeamRule(app.ports, ben, asked)).toMatchObject({ mails: 0 });
  expect((await findShared('Benches', ben)).shares).toMatchObject([
    { because: 'domain', value: 'weiss-tools.example', isOfTeam: true, by: { name: 'Ben' } },
  ]);
  expect((await findShared('Benches', team.olga)).shares).toEqual([]);
  expect(await listTeamRules(app.ports, team.olga)).toMatchObject([
    { answers: { accepted: 1, declined: 0, open: 0 }, mine: [] },
  ]);

  // One's own rules come and go beside it.
  const own = ConfirmSharing.parse({ mailboxId: box.mailboxId, rules: [], confirmedMails: 2 });
  expect(await previewSharing(app.ports, ben, own)).toMatchObject({ mails: 2 });
  await confirmSharing(app.ports, ben, own);
  await settle();
  expect(await seenByTeam()).toEqual(['Benches', 'Invoice']);

  await answer(ruleId, false);
  expect(await seenByTeam()).toEqual([]);
  await answer(ruleId, true);
  await withdrawTeamRule(app.ports, team.olga, { ruleId });
  await settle();
  expect(await seenByTeam()).toEqual([]);
  expect(await listTeamRules(app.ports, ben)).toEqual([]);
});

test('accepting much more than was shown is refused', async () => {
  const { id: ruleId } = await propose('flood.example');
  for (let n = 0; n < 25; n += 1) await receive(`Flood ${n}`, 'a@flood.example');
  await expect(answer(ruleId, true, 1)).rejects.toMatchObject({ code: 'conflict' });
  expect(await seenByTeam()).toEqual([]);
  await withdrawTeamRule(app.ports, team.olga, { ruleId });
});

test('a mailbox handed over keeps what is shared and the team’s rules; its owner’s own end and wait for a word', async () => {
  const { id: ruleId } = await propose('law.example');
  await answer(ruleId, true, 1);
  const never = { kind: 'address' as const, value: 'jan@weiss-tools.example', isNever: true };
  const rules = [{ kind: 'domain' as const, value: 'weiss-tools.example' }, never];
  const confirmed = ConfirmSharing.parse({ mailboxId: box.mailboxId, rules, confirmedMails: 2 });
  await confirmSharing(app.ports, ben, confirmed);
  await settle();
  expect(await seenByTeam()).toEqual(['Benches', 'Lawyer']);

  const heir = await team.add('Cora');
  await inTransaction(app.ports.db, (tx) => handOverSharing(tx, { ...box, heirId: heir.userId }));
  await app.ports.db.execute(sql`update mailbox set owner_id = ${heir.userId} where id = ${box.mailboxId}`);
  await app.ports.db.execute(sql`update team_address set user_id = ${heir.userId} where mailbox_id = ${box.mailboxId}`);
  box = { ...box, ownerUserId: heir.userId };
  await receive('Re: order', 'marta@weiss-tools.example');
  await receive('Contract', 'lea@law.example');
  await settle();
  expect(await seenByTeam()).toEqual(['Benches', 'Contract', 'Lawyer']);
  expect(await getSharing(app.ports, heir, box)).toMatchObject({ handedOverMails: 1, sharedMails: 3 });
  const { id, shares } = await findShared('Benches', heir);
  expect(shares).toMatchObject([{ because: 'handed-over', by: { name: 'Ben' } }]);
  // What comes once more from the provider leaves it as it is.
  for (const source of sources.values())
    if (Buffer.from(source.raw).includes('Benches')) await storeEmail(app.ports, { ...source, ...box });
  expect(await seenByTeam()).toContain('Benches');

  expect(await previewSharing(app.ports, heir, confirmed)).toMatchObject({ mails: 4 });
  await confirmSharing(app.ports, heir, { ...confirmed, confirmedMails: 4 });
  await settle();
  expect(await seenByTeam()).toEqual(['Benches', 'Contract', 'Lawyer', 'Re: order']);
  expect((await getSharing(app.ports, heir, box)).rules.filter(({ isSuggested }) => isSuggested)).toEqual([]);

  // The new owner can take back what the former one shared, and undo that.
  const before = await shareThread(app.ports, heir, { id, sharing: 'never' });
  await settle();
  expect(await seenByTeam()).not.toContain('Benches');
  await shareThread(app.ports, heir, { id, ...before });
  await settle();
  expect(await seenByTeam()).toContain('Benches');
});

test('what its owner says of a mailbox that is just handed over binds nobody', async () => {
  const [owner, heir] = [await team.add('Dana'), await team.add('Emil')];
  const at = createTestMailbox(owner, 'dana@larkfield.example');
  const { correspondenceId } = await storeEmail(
    app.ports,
    arrive(at, createSource({ subject: 'Fence' }), { thread: 'f' }),
  );
  const { id: ruleId } = await propose('fence.example');
  const everything = { mailboxId: at.mailboxId, confirmedMails: 100 };
  const words: readonly (() => Promise<unknown>)[] = [
    () => confirmSharing(app.ports, owner, ConfirmSharing.parse({ ...everything, rules: [{ kind: 'all' }] })),
    () => answerTeamRule(app.ports, owner, { ...everything, ruleId, accept: true }),
    () => shareThread(app.ports, owner, { id: correspondenceId as CorrespondenceId, sharing: 'share' }),
  ];
  const said = await inTransaction(app.ports.db, async (tx) => {
    await handOverSharing(tx, { ...at, heirId: heir.userId });
    await tx.execute(sql`update team_address set user_id = ${heir.userId} where mailbox_id = ${at.mailboxId}`);
    await tx.execute(sql`update email_copy set owner_id = ${heir.userId} where mailbox_id = ${at.mailboxId}`);
    const outcomes = Promise.allSettled(words.map((say) => say()));
    await Promise.race([outcomes, untilWaiting(words.length)]);
    return { outcomes };
  });
  const refused = { status: 'rejected', reason: { code: 'not-found' } };
  expect(await said.outcomes).toMatchObject([refused, refused, refused]);
});

/** Until so many transactions wait for a turn. */
async function untilWaiting(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await app.ports.db.execute(sql`
        select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`);
      return rows.length;
    })
    .toBeGreaterThanOrEqual(count);
}
