import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { createScene, discussion, me, mention, message, pass, start } from '#tests/support/notifier-scene.ts';
import type { Notifier } from './notifier.ts';

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

describe('a mention', () => {
  it('is shown once it has settled, with who, about what and what, and the server knows', async () => {
    const scene = createScene([mention(1)]);
    scene.startWorker().observe(message({}));
    await pass(1_000);
    expect(scene.claims).toEqual([]);
    await pass(1_000);
    expect(scene.claims).toEqual([{ minute: 9 * 60 + 30, weekday: 5 }]);
    expect([...scene.desktop]).toEqual([
      ['mention:m1', { title: 'Olga mentioned you', message: 'Late order\ncan you look?' }],
    ]);
    expect(scene.noted).toEqual(['m1']);
  });

  it('asks nothing for a message that names somebody else, or is one’s own', async () => {
    const scene = createScene([mention(1)]);
    const notifier = scene.startWorker();
    notifier.observe(message({ body: 'nobody in particular' }));
    notifier.observe(message({ author: { kind: 'teammate', id: me } }));
    await pass(5_000);
    expect(scene.claims).toEqual([]);
  });

  it('is not asked for where notifications are off', async () => {
    const scene = createScene([mention(1)]);
    scene.isOn = false;
    scene.startWorker().observe(message({}));
    await pass(5_000);
    expect([scene.claims, scene.kept.due]).toEqual([[], null]);
  });

  it('comes also when the worker dies before it was asked for, or while it is', async () => {
    const scene = createScene([mention(1)]);
    scene.startWorker().observe(message({}));
    await pass(0);
    vi.clearAllTimers();
    expect(scene.kept.due).toBe(start + 1_500);
    scene.isReachable = false;
    scene.startWorker().resume();
    await pass(2_000);
    expect(scene.claims).toHaveLength(1);
    vi.clearAllTimers();
    scene.isReachable = true;
    scene.startWorker().resume();
    await pass(62_000);
    expect([...scene.desktop.keys()]).toEqual(['mention:m1']);
    expect(scene.kept.due).toBe(null);
  });

  it('is asked for again when the server says so', async () => {
    const scene = createScene([]);
    scene.againInMs = 3_600_000;
    scene.startWorker().observe(message({}));
    await pass(2_000);
    expect(scene.claims).toHaveLength(1);
    scene.againInMs = null;
    await pass(3_600_000);
    expect(scene.claims).toHaveLength(2);
    expect(scene.kept.due).toBe(null);
  });
});

describe('several', () => {
  it('are one notification when they are more than three, which ends when all are read', async () => {
    const scene = createScene([1, 2, 3, 4].map((seq) => mention(seq)));
    const notifier = scene.startWorker();
    notifier.look();
    await pass(2_000);
    expect([...scene.desktop.values()]).toEqual([{ title: '4 mentions of you', message: 'Late order' }]);
    notifier.observe(discussion(3));
    await pass(0);
    expect(scene.desktop.size).toBe(1);
    notifier.observe(discussion(4));
    await pass(0);
    expect(scene.desktop.size).toBe(0);
  });
});

describe('what is over goes', () => {
  it.each([
    ['read on another device', (notifier) => notifier.observe(discussion(2))],
    ['deleted', (notifier) => notifier.observe(message({ seq: 2, deletedAt: 'now' }))],
    [
      'gone with its discussion',
      (notifier) => notifier.observe({ kind: 'discussion-gone', discussionId: 'd1' } as never),
    ],
    ['read here', (notifier) => notifier.compare([{ id: 'd1', unread: 0 } as DiscussionCard])],
    ['of somebody who signed out', (notifier) => notifier.forget()],
  ] as [string, (notifier: Notifier) => void][])('%s', async (_how, happen) => {
    const scene = createScene([mention(2)]);
    const notifier = scene.startWorker();
    notifier.look();
    await pass(2_000);
    notifier.observe(discussion(1));
    notifier.compare([{ id: 'd1', unread: 1 } as DiscussionCard]);
    await pass(0);
    expect(scene.desktop.size).toBe(1);
    happen(scene.startWorker());
    await pass(0);
    expect([scene.desktop.size, scene.kept.shown]).toEqual([0, []]);
  });
});

it('a click opens what it is about and takes it away, also after the worker died', async () => {
  const scene = createScene([mention(1), mention(2, { webmailUrl: null, chatUrl: 'https://chat.example/2' })]);
  scene.startWorker().look();
  await pass(2_000);
  await scene.startWorker().click('mention:m2');
  await scene.startWorker().click('mention:m1');
  expect(scene.opened).toEqual(['https://chat.example/2', 'https://mail.google.com/mail/u/?authuser=a#all/1']);
  expect(scene.desktop.size).toBe(0);
});
