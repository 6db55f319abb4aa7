import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSlackIntake } from './read-event.ts';

const secret = 'signing-secret';
const now = new Date('2026-11-20T09:00:00Z');
const intake = createSlackIntake(secret);

function signed(body: string, secondsAgo = 0, key = secret): Headers {
  const timestamp = String(now.getTime() / 1000 - secondsAgo);
  const signature = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Headers({ 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` });
}

describe('signatures', () => {
  test('the right one is taken, within five minutes both ways', () => {
    for (const age of [0, 299, -299]) expect(intake.isAuthentic(signed('{}', age), '{}', now)).toBe(true);
    for (const age of [301, -301, 86_400]) expect(intake.isAuthentic(signed('{}', age), '{}', now)).toBe(false);
  });

  test('another key, another body, half a header are refused', () => {
    expect(intake.isAuthentic(signed('{}', 0, 'other'), '{}', now)).toBe(false);
    expect(intake.isAuthentic(signed('{}'), '{ }', now)).toBe(false);
    expect(intake.isAuthentic(new Headers(), '{}', now)).toBe(false);
    const cut = signed('{}');
    cut.set('x-slack-signature', 'v0=1');
    expect(intake.isAuthentic(cut, '{}', now)).toBe(false);
    const odd = signed('{}');
    odd.set('x-slack-request-timestamp', '1e9');
    expect(intake.isAuthentic(odd, '{}', now)).toBe(false);
  });

  test('without a secret nothing is authentic', () => {
    expect(createSlackIntake(undefined).isAuthentic(signed('{}'), '{}', now)).toBe(false);
  });
});

describe('events', () => {
  const app = { appId: 'A1', botUserId: 'UBOT' };
  const read = (event: Record<string, unknown>) =>
    intake.readEvent({ type: 'event_callback', team_id: 'T1', event }, app);

  test('a message, with its thread and whose it is', () => {
    const message = {
      type: 'message',
      channel: 'C1',
      user: 'U1',
      text: 'hi',
      ts: '1700000000.000100',
      thread_ts: '1.2',
    };
    expect(read(message)).toMatchObject({
      kind: 'message',
      channelId: 'C1',
      chatUserId: 'U1',
      threadTs: '1.2',
      isOurs: false,
    });
    const ours = { ...message, user: undefined, subtype: 'bot_message', bot_id: 'B1', app_id: 'A1' };
    const metadata = { event_type: 'sidethread_message', event_payload: { id: 'effect-1' } };
    expect(read({ ...ours, metadata })).toMatchObject({ isOurs: true, ourId: 'effect-1' });
  });

  test('another app can’t speak for us by copying our metadata', () => {
    const metadata = { event_type: 'sidethread_message', event_payload: { id: 'effect-1' } };
    const forged = { type: 'message', channel: 'C1', text: 'x', ts: '1.1', bot_id: 'B9', app_id: 'A9', metadata };
    expect(read(forged)).toMatchObject({ isOurs: false, ourId: null });
  });

  test('edits, deletions and a deleted root', () => {
    const message = { ts: '1.3', thread_ts: '1.2', user: 'U1', text: 'new', edited: { ts: '1.9' } };
    expect(read({ type: 'message', subtype: 'message_changed', channel: 'C1', message })).toMatchObject({
      kind: 'edited',
      editedTs: '1.9',
      body: 'new',
    });
    const deletion = { type: 'message', subtype: 'message_deleted', channel: 'C1', deleted_ts: '1.3' };
    expect(read({ ...deletion, previous_message: { thread_ts: '1.2' } })).toEqual({
      kind: 'deleted',
      channelId: 'C1',
      ts: '1.3',
      threadTs: '1.2',
    });
    const tombstone = { subtype: 'tombstone', ts: '1.2' };
    expect(read({ type: 'message', subtype: 'message_changed', channel: 'C1', message: tombstone })).toMatchObject({
      kind: 'deleted',
      ts: '1.2',
    });
  });

  test('reactions, channels, people, endings', () => {
    const item = { type: 'message', channel: 'C1', ts: '1.3' };
    expect(read({ type: 'reaction_added', user: 'U1', reaction: 'tada', item })).toMatchObject({
      emoji: '🎉',
      on: true,
    });
    expect(read({ type: 'channel_rename', channel: { id: 'C1' } })).toEqual({
      kind: 'channel-changed',
      channelId: 'C1',
    });
    expect(read({ type: 'user_change', user: { id: 'U1' } })).toEqual({ kind: 'person-changed', chatUserId: 'U1' });
    expect(read({ type: 'app_uninstalled' })).toEqual({ kind: 'uninstalled' });
    expect(read({ type: 'tokens_revoked', tokens: { bot: ['UBOT'] } })).toEqual({
      kind: 'revoked',
      botUserIds: ['UBOT'],
      chatUserIds: [],
    });
  });

  test('what is nothing of ours is left alone', () => {
    for (const event of [
      { type: 'app_home_opened' },
      { type: 'message' },
      { type: 'message', subtype: 'channel_join', channel: 'C1', ts: '1.1' },
    ])
      expect(read(event)).toBeNull();
    expect(intake.readEvent(undefined, app)).toBeNull();
    expect(intake.workspaceOf([])).toBeNull();
    expect(intake.challengeOf({ type: 'url_verification', challenge: 'abc' })).toBe('abc');
  });
});
