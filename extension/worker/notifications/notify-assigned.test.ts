import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { MailboxAlarm } from '#shared/contract/notification.ts';
import { assignment, createScene, discussion, mailbox, mention, pass, start } from '#tests/support/notifier-scene.ts';

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

describe('a mailbox that has to be connected again', () => {
  const alarm = { id: 'a1', mailboxId: 'box', address: 'support@larkfield.example' } as MailboxAlarm;

  it('is shown with the way to connect it, outlives reading, and goes when it is connected', async () => {
    const scene = createScene([]);
    scene.alarms = [alarm];
    const notifier = scene.startWorker();
    notifier.observe(mailbox('reconnect'));
    await pass(2_000);
    expect(scene.desktop.get('mailbox:box')?.title).toBe('Reconnect support@larkfield.example');
    expect(scene.noted).toEqual(['a1']);
    notifier.observe(discussion(99));
    await notifier.click('mailbox:box');
    expect(scene.opened).toEqual(['ours://mailboxes']);
    notifier.look();
    await pass(2_000);
    notifier.observe(mailbox('connected'));
    await pass(0);
    expect([scene.desktop.size, scene.kept.shown]).toEqual([0, []]);
  });
});

describe('an assignment', () => {
  it('is asked for once it is in one’s list, shown with who gave it, and goes with its place there', async () => {
    const scene = createScene([]);
    scene.assigned = [assignment('a1'), assignment('a2', { assignedBy: null, webmailUrl: 'https://mail.example/2' })];
    const notifier = scene.startWorker();
    notifier.compareAssigned(scene.assigned);
    await pass(2_000);
    expect([...scene.desktop]).toEqual([
      ['assignment:a1', { title: 'Olga assigned you a thread', message: 'Late order\nMarta Weiss' }],
      ['assignment:a2', { title: 'Assigned to you', message: 'Late order\nMarta Weiss' }],
    ]);
    expect(scene.noted).toEqual(['a1', 'a2']);
    notifier.compareAssigned(scene.assigned);
    notifier.compare([{ id: 'd1', unread: 0 } as DiscussionCard]);
    await pass(2_000);
    expect([scene.claims.length, scene.desktop.size]).toEqual([1, 2]);
    await notifier.click('assignment:a2');
    notifier.compareAssigned([assignment('a1')]);
    await pass(2_000);
    expect([...scene.desktop.keys()]).toEqual(['assignment:a1']);
    notifier.compareAssigned([]);
    await pass(0);
    expect([scene.claims.length, scene.desktop.size]).toEqual([1, 0]);
    expect(scene.opened).toEqual(['https://mail.example/2']);
  });

  it('of which there are many is one notification, and opens the list where no webmail has it', async () => {
    const scene = createScene([mention(1)]);
    scene.assigned = ['a1', 'a2', 'a3', 'a4'].map((id) => assignment(id));
    const notifier = scene.startWorker();
    notifier.look();
    await pass(2_000);
    expect([...scene.desktop.values()].map(({ title }) => title)).toEqual([
      'Olga mentioned you',
      '4 threads assigned to you',
    ]);
    await notifier.click('assignments:a1');
    scene.assigned = [assignment('a5')];
    notifier.look();
    await pass(2_000);
    await notifier.click('assignment:a5');
    expect(scene.opened).toEqual(['our://list', 'our://list#c-a5']);
  });
});
