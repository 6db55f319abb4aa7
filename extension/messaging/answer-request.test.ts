import { describe, expect, it, vi } from 'vitest';
import { allowedSender } from './allowed-sender.ts';
import { answerRequest, RequestRefused, type Handlers } from './answer-request.ts';
import { inputs } from './inputs.ts';
import type { KnownSender } from './sender.ts';

const page: KnownSender = { kind: 'page', tabId: 1, documentKey: 'p', url: 'https://mail.google.com/' };
const view: KnownSender = { kind: 'view', surface: 'sidebar', tabId: 1, documentKey: 's' };

function setUp(handler: (input: unknown) => Promise<unknown>, mayRequest = true) {
  const handlers = { 'discussion.search': handler, 'page.theme': handler } as unknown as Handlers;
  const onUnexpected = vi.fn<(name: string, error: unknown) => void>();
  return { handlers, rules: { mayRequest: async () => mayRequest, onUnexpected }, onUnexpected };
}

describe('answerRequest', () => {
  const search = { request: 'discussion.search', input: { query: 'order' } };

  it('hands a checked request to its handler', async () => {
    const handler = vi.fn<(input: unknown) => Promise<unknown>>(async () => []);
    expect(await answerRequest(search, view, setUp(handler))).toEqual({ ok: true, value: [] });
    expect(handler).toHaveBeenCalledWith({ query: 'order' }, view);
  });

  it.each<[string, { request: string; input: unknown }, KnownSender | undefined, boolean]>([
    ['a sender without business here', search, undefined, true],
    ['a content script that asks for what views may', search, page, true],
    ['a view that tells what pages tell', { request: 'page.theme', input: { dark: true } }, view, true],
    ['an unpaired frame', search, view, false],
    ['a name that is none', { request: 'constructor', input: null }, view, true],
    ['a name nobody handles', { request: 'discussion.steal', input: null }, view, true],
  ])('refuses %s before anything is read', async (_what, envelope, sender, mayRequest) => {
    const handler = vi.fn<(input: unknown) => Promise<unknown>>(async () => 'secret');
    const answer = await answerRequest(envelope, sender, setUp(handler, mayRequest));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
    expect(handler).not.toHaveBeenCalled();
  });

  it('refuses what has not the shape it should have', async () => {
    const handler = vi.fn<(input: unknown) => Promise<unknown>>(async () => 'secret');
    for (const input of [null, {}, { query: 5 }, { query: 'x'.repeat(20_000) }]) {
      const answer = await answerRequest({ ...search, input }, view, setUp(handler));
      expect(answer).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
    }
    expect(handler).not.toHaveBeenCalled();
  });

  it('answers a refusal with its sentence and anything else without details', async () => {
    const refusal = { code: 'conflict', message: 'No mail is open here any more.' } as const;
    const refused = setUp(async () => Promise.reject(new RequestRefused(refusal)));
    expect(await answerRequest(search, view, refused)).toEqual({ ok: false, problem: refusal });
    const broken = setUp(async () => Promise.reject(new Error('token abc')));
    const answer = await answerRequest(search, view, broken);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('abc');
    expect(broken.onUnexpected).toHaveBeenCalledTimes(1);
  });
});

describe('inputs', () => {
  it('exist for every request', () => {
    expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(allowedSender).toSorted());
  });

  it('keep 10 MB subjects, scripts and direction overrides out of what a page says', () => {
    const email = {
      state: 'open',
      webmail: 'gmail',
      thread: { kind: 'gmail-thread', id: '19c73f328cb1ca41' },
      account: 'kim@team.example',
      subject: `\u202E<script>alert(1)</script>\u0000${'x'.repeat(10_000_000)}`,
      messages: [],
      participants: [],
      url: 'https://mail.google.com/',
    };
    const parsed = inputs['page.email'].parse(email);
    if (parsed.state !== 'open') throw new Error('not open');
    expect(parsed.subject).toHaveLength(500);
    expect(parsed.subject.startsWith('<script>alert(1)</script>xx')).toBe(true);
    expect(inputs['page.email'].safeParse({ ...email, url: 'javascript:alert(1)' }).success).toBe(false);
  });

  it('refuse a message that is too long, with a sentence, instead of cutting it', () => {
    const messageId = '019abc00-0000-7000-8000-000000000001';
    const post = { messageId, threadKey: 'me/team/abc', discussionId: null, mentions: [], files: [] };
    const long = { ...post, body: 'x'.repeat(50_000), visibility: 'team', channelId: null };
    expect(inputs['message.post'].safeParse(long).error?.issues[0]?.message).toMatch(/Shorten it or split it/);
  });
});
