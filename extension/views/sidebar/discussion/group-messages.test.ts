import { describe, expect, it } from 'vitest';
import type { Message } from '#shared/contract/discussion.ts';
import { continueHistory, groupMessages, mergeMessages } from './group-messages.ts';

const start = new Date(2026, 10, 19, 12, 0).getTime();
const say = (seq: number, who: string, minutes: number, change: Partial<Message> = {}): Message =>
  ({
    id: `m${seq}`,
    seq,
    version: 1,
    author: { kind: 'teammate', id: who, name: who, pictureUrl: null },
    body: `${seq}`,
    createdAt: new Date(start + minutes * 60_000).toISOString(),
    deletedAt: null,
    ...change,
  }) as Message;
const shape = (messages: Message[], lastRead = 99, self = 'me') =>
  groupMessages(messages, lastRead, self).map((group) => group.messages.map(({ seq }) => seq));

describe('groupMessages', () => {
  it('keeps one author’s messages of a few minutes together', () => {
    expect(shape([say(1, 'a', 0), say(2, 'a', 2), say(3, 'b', 3), say(4, 'a', 4), say(5, 'a', 20)])).toEqual([
      [1, 2],
      [3],
      [4],
      [5],
    ]);
  });
  it('begins a new group, with its heading, on a new day', () => {
    const groups = groupMessages([say(1, 'a', 11 * 60 + 58), say(2, 'a', 12 * 60 + 1)], 99, 'me');
    expect(groups.map(({ day }) => day !== null)).toEqual([true, true]);
  });
  it('marks where the unread begin, but not over everything and not over one’s own', () => {
    const messages = [say(1, 'a', 0), say(2, 'me', 1), say(3, 'a', 2), say(4, 'a', 3)];
    expect(groupMessages(messages, 1, 'me').map(({ unread }) => unread)).toEqual([false, false, true]);
    expect(groupMessages(messages, 0, 'me').some(({ unread }) => unread)).toBe(false);
    expect(groupMessages(messages, 4, 'me').some(({ unread }) => unread)).toBe(false);
  });
  it('lets a deleted message stand alone', () => {
    expect(shape([say(1, 'a', 0), say(2, 'a', 1, { deletedAt: 'x' }), say(3, 'a', 2)])).toEqual([[1], [2], [3]]);
  });
});

it('merges pages by id, newest version last, in order', () => {
  const merged = mergeMessages(
    [say(1, 'a', 0), say(2, 'a', 1, { version: 3 })],
    [say(3, 'b', 2), say(2, 'a', 1, { version: 2 })],
  );
  expect(merged.map(({ seq, version }) => [seq, version])).toEqual([
    [1, 1],
    [2, 3],
    [3, 1],
  ]);
});

const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_none, index) => say(first + index, 'a', index));
const seqs = (messages: readonly { seq: number }[] | undefined) => messages?.map(({ seq }) => seq);

describe('what was read of the past', () => {
  it('goes on as the live copy moves on, and loses nothing that it leaves behind', () => {
    const past = continueHistory(from(1, 3), from(4, 6)) ?? [];
    expect(seqs(past)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seqs(continueHistory(past, from(6, 8)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
  it('ends where messages are missing, or another discussion goes on', () => {
    expect(continueHistory(from(1, 3), from(5, 7))).toBeUndefined();
    const other = from(4, 5).map((message) => ({ ...message, discussionId: 'other' as typeof message.discussionId }));
    expect(continueHistory(from(1, 3), other)).toBeUndefined();
  });
});
