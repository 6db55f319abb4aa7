import { describe, expect, it } from 'vitest';
import type { TabView } from '#extension/messaging/protocol.ts';
import { createThreadMemory } from './thread-memory.ts';

const keyOf = (id: string): string => `ada@larkfield.example gmail-thread ${id}`;

/** What a worker says of a tab: enough of it for a memory that looks no deeper. */
function tabOf(id: string | null, change: Partial<TabView> = {}): TabView {
  const email = { state: 'open', account: 'ada@larkfield.example', thread: { kind: 'gmail-thread', id }, subject: id };
  const parts = { email: id === null ? null : email, correspondence: { id }, choice: 'on', dark: false };
  return { ...parts, ...change } as unknown as TabView;
}

describe('a sidebar that shows known threads by itself', () => {
  it('shows a thread again at once, in the theme of now, and takes the same word of the worker as no news', () => {
    const memory = createThreadMemory();
    memory.accept(tabOf('a'));
    memory.accept(tabOf('b', { dark: true }));
    expect(memory.anticipate(keyOf('a'))).toEqual(tabOf('a', { dark: true }));
    expect(memory.accept(tabOf('a', { dark: true }))).toBe(false);
    expect(memory.accept(tabOf('a', { dark: true, fetchedAt: 2 as never }))).toBe(true);
  });

  it('drops what the worker still says of the thread that was left, until it speaks of the present one', () => {
    const memory = createThreadMemory();
    memory.accept(tabOf('a'));
    memory.accept(tabOf('b'));
    memory.anticipate(keyOf('a'));
    expect(memory.accept(tabOf('b', { dark: true }))).toBe(false);
    expect(memory.accept(tabOf(null))).toBe(false);
    memory.accept(tabOf('a'));
    expect(memory.accept(tabOf('b'))).toBe(true);
  });

  it('waits for the worker where it knows nothing, and believes it again then', () => {
    const memory = createThreadMemory();
    memory.accept(tabOf('a'));
    memory.accept(tabOf('b'));
    memory.anticipate(keyOf('a'));
    expect(memory.anticipate(keyOf('new'))).toBeUndefined();
    expect(memory.accept(tabOf('b'))).toBe(true);
  });

  it('remembers nothing across people, nothing of threads without content, and shows nothing when switched off', () => {
    const memory = createThreadMemory();
    memory.accept(tabOf('a'));
    memory.accept(tabOf('b', { correspondence: null }));
    memory.accept(tabOf('c', { choice: 'off' }));
    expect(memory.anticipate(keyOf('b'))).toBeUndefined();
    expect(memory.anticipate(keyOf('a'))).toBeUndefined();
    memory.accept(tabOf('d'));
    memory.clear();
    expect(memory.anticipate(keyOf('a'))).toBeUndefined();
  });

  it('keeps the fifty newest', () => {
    const memory = createThreadMemory();
    for (let at = 0; at < 51; at++) memory.accept(tabOf(`thread ${at}`));
    expect(memory.anticipate(keyOf('thread 0'))).toBeUndefined();
    expect(memory.anticipate(keyOf('thread 1'))).toEqual(tabOf('thread 1'));
  });
});
