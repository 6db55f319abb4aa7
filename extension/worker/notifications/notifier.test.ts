import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { AssignmentView, MailboxAlarm, NotificationView } from '#shared/contract/notification.ts';
import { createNotifier, type NotifierDeps } from './notifier.ts';
import type { Shown } from './shown.ts';

const me = 'me';
const start = new Date(2026, 10, 20, 9, 30).getTime();

/** A desktop, a server that has these unread mentions, and what survives the worker. */
function createScene(unread: NotificationView[]) {
  const scene = {
    unread,
    alarms: [] as MailboxAlarm[],
    assigned: [] as AssignmentView[],
    againInMs: null as number | null,
    isReachable: true,
    isOn: true,
    desktop: new Map<string, { title: string; message: string }>(),
    noted: [] as string[],
    claims: [] as unknown[],
    opened: [] as (string | null)[],
    kept: { shown: [] as Shown[], due: null as number | null },
    /** A worker that begins with what an earlier one kept. */
    startWorker: () => createNotifier(deps),
  };
  const deps: NotifierDeps = {
    desktop: {
      isOn: async () => scene.isOn,
      show: async (id, text) => void scene.desktop.set(id, text),
      clear: async (id) => void scene.desktop.delete(id),
      watchClicks: () => undefined,
    },
    claim: async (localTime) => {
      scene.claims.push(localTime);
      if (!scene.isReachable) throw new Error('not reachable');
      const { unread: notifications, assigned: assignments, alarms, againInMs } = scene;
      return { notifications, assignments, alarms, againInMs };
    },
    noteShown: async ({ messageIds, assignmentIds, alarmIds }) =>
      void scene.noted.push(...messageIds, ...assignmentIds, ...alarmIds),
    mailboxesUrl: 'ours://mailboxes',
    listUrl: 'our://list',
    findUserId: () => me,
    readShown: async () => scene.kept.shown,
    writeShown: async (shown) => void (scene.kept.shown = [...shown]),
    readDue: async () => scene.kept.due,
    writeDue: async (at) => void (scene.kept.due = at),
    open: async (url) => void scene.opened.push(url),
    now: () => new Date(),
  };
  return scene;
}

function mention(seq: number, change: Partial<NotificationView> = {}): NotificationView {
  return {
    messageId: `m${seq}`,
    discussionId: 'd1',
    seq,
    authorName: 'Olga',
    subject: 'Late order',
    preview: 'can you look?',
    at: new Date(start).toISOString(),
    webmailUrl: 'https://mail.google.com/mail/u/?authuser=a#all/1',
    chatUrl: null,
    ...change,
  } as NotificationView;
}

function message(change: object): LiveEvent {
  const body = `@[Me](user:${me}) can you look?`;
  const author = { kind: 'teammate', id: 'olga', name: 'Olga', pictureUrl: null };
  return {
    kind: 'message',
    message: { discussionId: 'd1', seq: 1, deletedAt: null, body, author, ...change },
  } as unknown as LiveEvent;
}

function discussion(lastReadSeq: number): LiveEvent {
  return { kind: 'discussion', discussion: { id: 'd1', lastReadSeq } } as unknown as LiveEvent;
}

const mailbox = (state: string): LiveEvent =>
  ({ kind: 'mailbox', mailbox: { id: 'box', state } }) as unknown as LiveEvent;

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

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
  ] as [string, (notifier: ReturnType<typeof createNotifier>) => void][])('%s', async (_how, happen) => {
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

function assignment(id: string, change: Partial<AssignmentView> = {}): AssignmentView {
  const texts = { assignedBy: 'Olga', subject: 'Late order', senderName: 'Marta Weiss' };
  return { id, correspondenceId: `c-${id}`, ...texts, webmailUrl: null, ...change } as AssignmentView;
}

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
