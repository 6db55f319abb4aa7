import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { storeEmail } from '../../emails/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createDomainTeam, createMail, draftOf, hashMail, type DomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type SourceOptions,
  type TestMailbox,
} from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { changeCorrespondence, getCorrespondence, openCorrespondence, postAboutMail } from '../index.ts';

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
});

const thread = '18c0000000000abc';
const mail = createMail({ thread });

async function discuss(who: Context, visibility: 'team' | 'private' = 'team') {
  const target = { mail, visibility, channelId: null };
  return (await postAboutMail(app.ports, who, { ...draftOf('what do we say?'), target })).discussion;
}

async function sync(options: SourceOptions = {}, copy: Parameters<typeof arrive>[2] = { thread }, box = support) {
  const { correspondenceId } = await storeEmail(app.ports, arrive(box, createSource(options), copy));
  return correspondenceId as CorrespondenceId;
}

async function open(who: Context) {
  return openCorrespondence(app.ports, who, await hashMail(team.hashKey, mail));
}

test('a discussion from the page joins the mail once its owner’s mailbox proves the thread', async () => {
  await shareEverything(app.ports.db, support);
  const discussion = await discuss(team.olga);
  const id = await sync();
  expect(id).toBe(discussion.correspondenceId);
  expect((await getCorrespondence(app.ports, ben, { id })).card).toMatchObject({
    discussionId: discussion.id,
    emailCount: 1,
  });
});

test('a discussion started after the sync joins it as well, and keeps what was done with the correspondence', async () => {
  await shareEverything(app.ports.db, support);
  const id = await sync();
  await changeCorrespondence(app.ports, team.olga, { id, change: { addTags: ['garden'] } });
  expect((await open(team.olga)).correspondenceId).toBe(id);
  const discussion = await discuss(team.olga);
  for (const each of [id, discussion.correspondenceId])
    expect((await getCorrespondence(app.ports, ben, { id: each })).card).toMatchObject({
      discussionId: discussion.id,
      tags: ['garden'],
      emailCount: 1,
    });
});

test('a claim of somebody else for the same account and thread attaches nothing', async () => {
  const discussion = await discuss(ben);
  const id = await sync();
  expect(id).not.toBe(discussion.correspondenceId);
  expect((await getCorrespondence(app.ports, ben, { id: discussion.correspondenceId })).card.emailCount).toBe(0);
});

test('an unshared mail shows in its discussion to nobody, by no field', async () => {
  const discussion = await discuss(team.olga);
  const id = await sync({ subject: 'Zebrafinch', body: 'Zebrafinch', from: 'Zebrafinch <z@zebrafinch.example>' });
  const seen = await getCorrespondence(app.ports, ben, { id });
  expect(seen).toMatchObject({
    emails: [],
    privateEmailCount: 0,
    card: { discussionId: discussion.id, emailCount: 0 },
  });
  expect(JSON.stringify([seen, await open(ben)])).not.toMatch(/zebrafinch/i);
});

test('a private and a team’s discussion of one thread stay two, each for those who may see it', async () => {
  await shareEverything(app.ports.db, support);
  const secret = await discuss(team.olga, 'private');
  const ours = await discuss(ben);
  const id = await sync();
  expect((await getCorrespondence(app.ports, ben, { id })).card.discussionId).not.toBe(secret.id);
  expect((await open(team.olga)).discussion?.id).toBe(secret.id);
  expect((await open(ben)).discussion?.id).toBe(ours.id);
});

test('a thread that two mailboxes know under their own ids is one, with one discussion', async () => {
  const bens = createTestMailbox(ben, 'ben@larkfield.example');
  for (const box of [support, bens]) await shareEverything(app.ports.db, box);
  const raw = { id: 'one@weiss-tools.example' };
  const discussion = await discuss(team.olga);
  const first = await sync(raw, { thread: 'bens-own' }, bens);
  await sync(raw);
  const { card } = await getCorrespondence(app.ports, ben, { id: first });
  expect(card).toMatchObject({ discussionId: discussion.id, emailCount: 1, users: [{}, {}] });
  const own = createMail({ thread: 'bens-own', account: 'ben@larkfield.example' });
  const opened = await openCorrespondence(app.ports, ben, await hashMail(team.hashKey, own));
  expect(opened).toMatchObject({ correspondenceId: card.id, discussion: { id: discussion.id } });
});

test('opening shows where the mail stands once it is shared, and nothing of mail that is not', async () => {
  await discuss(team.olga);
  const id = await sync();
  expect(await open(team.olga)).toMatchObject({ mail: null, isPrivate: true });
  expect(await open(ben)).toMatchObject({ mail: null, isPrivate: false });
  await shareEverything(app.ports.db, support);
  await sync({ subject: 'Re: Quote', inReplyTo: undefined }, { thread });
  const shown = (await open(team.olga)).mail;
  expect(shown).toMatchObject({ id, state: 'open' });
  expect((await open(ben)).mail).toEqual({ ...shown, isMine: false, isUnread: false });
});
