import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSlackChat } from '#server/providers/slack/create-slack-chat.ts';
import { createSlackIntake } from '#server/providers/slack/read-event.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { postAboutMail } from '../correspondences/index.ts';
import { connectTestChat, createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { claimCheck, claimEffect, findNextEffect, holdEffect, type NextEffect } from './claim-effect.ts';
import { settleOtherwise } from './settle-effect.ts';

let app: TestApp;
let ports: ChatPorts;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
  ports = {
    ...app.ports,
    chat: createSlackChat({ ...app.ports.config.slack, timeoutMs: 500 }),
    intake: createSlackIntake(undefined),
  };
  team = await createDomainTeam(app.ports.db);
  await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'customers' }]);
});
afterAll(() => app.close());

async function startDiscussion(): Promise<{ teamId: string; linkId: string }> {
  const target = { mail: createMail(), visibility: 'team' as const, channelId: null };
  const { discussion } = await postAboutMail(app.ports, team.olga, { ...draftOf('hello'), target });
  return { teamId: team.teamId, linkId: discussion.link?.id ?? '' };
}

async function next(at: { teamId: string; linkId: string }): Promise<NextEffect> {
  const effect = await findNextEffect(ports, at);
  if (effect === undefined) throw new Error('nothing waits');
  return effect;
}

/** Somebody takes the effect up, and nothing more is heard of them. */
async function takeUp(at: { teamId: string; linkId: string }): Promise<NextEffect> {
  // As if enough time had passed since the channel's last post.
  await app.ports.db.execute(sql`update chat_channel set paced_until = null where team_id = ${team.teamId}`);
  const claimed = await claimEffect(ports, await next(at));
  if (claimed === undefined) throw new Error('it was not free');
  return claimed;
}

const refused = { state: 'failed', error: 'Slack refused this.', errorCode: 'rejected' } as const;

test('a late word on an older attempt does not overwrite a newer one', async () => {
  const at = await startDiscussion();
  const older = await takeUp(at);
  const check = await claimCheck(ports, await next(at), 0);
  if (check === undefined) throw new Error('it was not free');
  await settleOtherwise(ports, check, { state: 'pending', error: null, errorCode: 'repeat' });
  const newer = await takeUp(at);
  await settleOtherwise(ports, older, refused);
  expect(await next(at)).toMatchObject({ id: newer.id, state: 'sending', attempts: 2 });
  expect(await holdEffect(ports, older)).toBe(false);
  expect(await holdEffect(ports, newer)).toBe(true);
});

test('also when a person asked for it to be sent again, which counts its attempts anew', async () => {
  const at = await startDiscussion();
  const older = await takeUp(at);
  await app.ports.db.execute(sql`
    update chat_outbox set state = 'pending', attempts = 0, not_before = null where id = ${older.id}`);
  await takeUp(at);
  await settleOtherwise(ports, older, refused);
  expect((await next(at)).state).toBe('sending');
});

test('a word on the newest attempt counts', async () => {
  const at = await startDiscussion();
  const only = await takeUp(at);
  await settleOtherwise(ports, only, { state: 'checking', error: null, errorCode: 'unclear', waitMs: 1000 });
  expect((await next(at)).state).toBe('checking');
  expect(await claimEffect(ports, only)).toBeUndefined();
});
