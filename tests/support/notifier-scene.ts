import { vi } from 'vitest';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { AssignmentView, MailboxAlarm, NotificationView } from '#shared/contract/notification.ts';
import { createNotifier, type NotifierDeps } from '#extension/worker/notifications/notifier.ts';
import type { Shown } from '#extension/worker/notifications/shown.ts';

export const me = 'me';
export const start = new Date(2026, 10, 20, 9, 30).getTime();

/** A desktop, a server that has these unread mentions, and what survives the worker. */
export function createScene(unread: NotificationView[]) {
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

export function mention(seq: number, change: Partial<NotificationView> = {}): NotificationView {
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

export function message(change: object): LiveEvent {
  const body = `@[Me](user:${me}) can you look?`;
  const author = { kind: 'teammate', id: 'olga', name: 'Olga', pictureUrl: null };
  return {
    kind: 'message',
    message: { discussionId: 'd1', seq: 1, deletedAt: null, body, author, ...change },
  } as unknown as LiveEvent;
}

export function discussion(lastReadSeq: number): LiveEvent {
  return { kind: 'discussion', discussion: { id: 'd1', lastReadSeq } } as unknown as LiveEvent;
}

export const mailbox = (state: string): LiveEvent =>
  ({ kind: 'mailbox', mailbox: { id: 'box', state } }) as unknown as LiveEvent;

export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

export function assignment(id: string, change: Partial<AssignmentView> = {}): AssignmentView {
  const texts = { assignedBy: 'Olga', subject: 'Late order', senderName: 'Marta Weiss' };
  return { id, correspondenceId: `c-${id}`, ...texts, webmailUrl: null, ...change } as AssignmentView;
}
