import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { LiveEvent } from '#shared/contract/live-event.ts';
import { postAboutMail } from '#server/domain/correspondences/index.ts';
import { postMessage } from '#server/domain/discussions/index.ts';
import { createDomainTeam, createMail, draftOf, hashMail, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
});

function headersOf(who: DomainTeam['olga']): Record<string, string> {
  return { authorization: `Bearer ${who.token}`, 'x-sidethread-team': who.teamId, 'content-type': 'application/json' };
}

async function start(body = 'start') {
  const mail = createMail();
  const target = { mail, visibility: 'team' as const, channelId: null };
  return { mail, ...(await postAboutMail(app.ports, team.olga, { ...draftOf(body), target })) };
}

describe('correspondences.open over HTTP', () => {
  test('answers as the contract says', async () => {
    const { mail, discussion } = await start();
    const input = encodeURIComponent(JSON.stringify(await hashMail(team.hashKey, mail)));
    const answer = await fetch(`${app.url}/trpc/correspondences.open?input=${input}`, {
      headers: headersOf(team.olga),
    });
    const { result } = (await answer.json()) as { result: { data: unknown } };
    expect(CorrespondenceView.parse(result.data)).toEqual(result.data);
    expect(CorrespondenceView.parse(result.data).discussion?.id).toBe(discussion.id);
  });

  test('takes the hashes of the longest thread when they are sent as a body', async () => {
    const hashes = Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(64, '0'));
    const { mail } = await start();
    const input = await hashMail(team.hashKey, mail);
    const answer = await fetch(`${app.url}/trpc/correspondences.open`, {
      method: 'POST',
      headers: headersOf(team.olga),
      body: JSON.stringify({ ...input, addresses: hashes, domains: hashes, fingerprints: hashes }),
    });
    expect(answer.status).toBe(200);
  });
});

/** Reads live events as they come, each with its id, and ends the stream with `close`. */
async function openStream(who: DomainTeam['olga'], from: { cursor: string | null; lastEventId?: string }) {
  const stop = new AbortController();
  const answer = await fetch(`${app.url}/trpc/live.events?input=${encodeURIComponent(JSON.stringify(from))}`, {
    headers: headersOf(who),
    signal: stop.signal,
  });
  if (answer.body === null) throw new Error('no stream');
  const parsed = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const events = parsed[Symbol.asyncIterator]();
  const next = async () => {
    for (;;) {
      const { value, done } = await events.next();
      if (done === true) throw new Error('the stream ended');
      if (value.id === undefined) continue;
      return { id: value.id, event: LiveEvent.parse(JSON.parse(value.data)) };
    }
  };
  const nextMessage = async () => {
    for (let told = await next(); ; told = await next())
      if (told.event.kind === 'message') return { id: told.id, body: told.event.message.body };
  };
  return { next, nextMessage, close: () => stop.abort() };
}

function post(discussionId: DiscussionId, body: string) {
  return postMessage(app.ports, team.olga, { ...draftOf(body), discussionId });
}

describe('live.events over HTTP', () => {
  test('begins with a heartbeat and its cursor, and resumes after the last event heard', async () => {
    const ben = await team.add('Ben');
    const first = await openStream(ben, { cursor: null });
    const { id: from, event } = await first.next();
    expect(event.kind).toBe('heartbeat');
    const { discussion } = await start();
    expect((await first.nextMessage()).body).toBe('start');
    await post(discussion.id, 'one');
    const one = await first.nextMessage();
    expect(one.body).toBe('one');
    first.close();
    await post(discussion.id, 'two');
    const again = await openStream(ben, { cursor: from, lastEventId: one.id });
    expect((await again.nextMessage()).body).toBe('two');
    again.close();
    const fromStart = await openStream(ben, { cursor: from });
    for (const body of ['start', 'one', 'two']) expect((await fromStart.nextMessage()).body).toBe(body);
    fromStart.close();
  });

  test('is refused without a session, with the problem in the stream', async () => {
    const answer = await fetch(`${app.url}/trpc/live.events?input=${encodeURIComponent('{"cursor":null}')}`);
    expect(await answer.text()).toContain('not-signed-in');
  });
});
