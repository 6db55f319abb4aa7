import { describe, expect, test } from 'vitest';
import type { Receipt } from '#shared/contract/discussion.ts';
import { findMentioned } from './mentions.ts';
import { previewOf } from './preview.ts';
import { readReceipt, type EffectRow } from './read-receipt.ts';

function effect(kind: string, state: EffectRow['state'], more: Partial<EffectRow> = {}): EffectRow {
  const linkId = 'l1' as Receipt['linkId'];
  return { messageId: 'm1', linkId, kind, state, url: null, error: null, notBefore: null, ...more };
}

describe('a receipt', () => {
  test('is that of the newest post', () => {
    expect(readReceipt([])).toBeNull();
    expect(readReceipt([effect('edit', 'pending')])).toBeNull();
    expect(readReceipt([effect('post', 'cancelled')])).toBeNull();
    const posts = [effect('post', 'delivered', { url: 'https://old.example' }), effect('post', 'sending')];
    expect(readReceipt(posts)).toMatchObject({ state: 'pending', url: null });
    const cancelled = [effect('post', 'delivered', { url: 'https://a.example' }), effect('post', 'cancelled')];
    expect(readReceipt(cancelled)).toMatchObject({ state: 'delivered', url: 'https://a.example' });
  });

  test('says until when a limit is waited out, while it is', () => {
    const notBefore = '2026-11-20T10:00:00+00:00';
    expect(readReceipt([effect('post', 'pending', { notBefore })])?.retryAt).toBe('2026-11-20T10:00:00.000Z');
    expect(readReceipt([effect('post', 'checking', { notBefore })])?.retryAt).toBeNull();
  });

  test('carries the reason of a later change that failed, until one of its kind is delivered', () => {
    const failed = [effect('post', 'delivered'), effect('edit', 'failed', { error: 'Too old.' })];
    expect(readReceipt(failed)).toMatchObject({ state: 'delivered', reason: 'Too old.' });
    expect(readReceipt([...failed, effect('edit', 'delivered')])).toMatchObject({ reason: null });
    expect(readReceipt([effect('edit', 'failed', { error: 'Before.' }), effect('post', 'delivered')])).toMatchObject({
      reason: null,
    });
  });
});

test('mentions are found by their ids, each once', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  const body = `@[A](user:${id}) @[B](user:${id.toUpperCase()}) @[C](user:nobody) [d](user:${id}) @[E\n](user:${id})`;
  expect(findMentioned(body)).toEqual([id]);
});

test.each([
  ['**bold** and `code`', 'bold and code'],
  ['> quoted\n\nanswer', 'quoted answer'],
  ['1. one\n2. two', 'one two'],
  ['![picture](https://x.example/a.png) see [this](https://x.example)', 'picture see this'],
  ['', ''],
])('the preview of %j is %j', (body, preview) => {
  expect(previewOf(body)).toBe(preview);
});

test('a long preview is cut between characters', () => {
  const preview = previewOf('😀'.repeat(200));
  expect(preview.length).toBeLessThanOrEqual(140);
  expect(preview.isWellFormed()).toBe(true);
  expect(preview.endsWith('…')).toBe(true);
});
