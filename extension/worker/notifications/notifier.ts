import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { ClaimedNotifications, LocalTime, MailboxAlarm, NotificationView } from '#shared/contract/notification.ts';
import { t } from '#extension/language/t.ts';
import type { Desktop } from './desktop.ts';
import type { Covered, Shown } from './shown.ts';

export interface NotifierDeps {
  desktop: Desktop;
  /** Unread mentions and mailboxes' alarms that this device may show: the server hands each to one device. */
  claim(localTime: LocalTime): Promise<ClaimedNotifications>;
  noteShown(shown: { messageIds: string[]; alarmIds: string[] }): Promise<unknown>;
  /** Our own page on which a mailbox is connected again. */
  mailboxesUrl: string;
  /** The signed-in person; undefined when nobody is. */
  findUserId(): string | undefined;
  readShown(): Promise<Shown[]>;
  writeShown(shown: readonly Shown[]): Promise<void>;
  /** When to ask the server next (epoch ms), kept beyond the worker's life; null: when something happens. */
  readDue(): Promise<number | null>;
  writeDue(at: number | null): Promise<void>;
  /** Opens what a notification is about; null: it can't be opened in a webmail or a chat. */
  open(url: string | null): Promise<void>;
  now(): Date;
}

export interface Notifier {
  /** Takes notice of a live event that was applied: a mention, or that something was read or has gone. */
  observe(event: LiveEvent): void;
  /** What is unread now, as far as the cache knows. */
  compare(cards: readonly DiscussionCard[]): void;
  /** Asks the server, soon. */
  look(): void;
  /** Asks the server when it is time to; for a worker that has just started, and whenever it is woken. */
  resume(): void;
  /** Nobody is signed in, or somebody else. */
  forget(): void;
  click(id: string): Promise<void>;
}

/** Who has the discussion before them reads it within this time, and is not told of it. */
const settleMs = 1_500;
/** More than these at once are one notification: nobody reads ten. */
const mostAtOnce = 3;
/** A server that could not be asked is asked again then. */
const failedMs = 60_000;

/** Builds what shows mentions on the desktop, each on one of the person's devices, until it is read on any. */
export function createNotifier(deps: NotifierDeps): Notifier {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work: Promise<void> = Promise.resolve();

  /** One thing at a time: what is shown is read, changed and written. */
  function next(step: () => Promise<void>): Promise<void> {
    work = work.then(step).catch((error: unknown) => console.error('Sidethread could not notify', error));
    return work;
  }

  async function plan(at: number | null): Promise<void> {
    clearTimeout(timer);
    await deps.writeDue(at);
    if (at !== null) timer = setTimeout(() => void next(ask), Math.max(0, at - deps.now().getTime()));
  }

  async function ask(): Promise<void> {
    if (deps.findUserId() === undefined || !(await deps.desktop.isOn())) return plan(null);
    const at = deps.now();
    const localTime = { minute: at.getHours() * 60 + at.getMinutes(), weekday: at.getDay() };
    // Planned before, so that a worker that dies on the way asks again.
    await plan(at.getTime() + failedMs);
    const claimed = await deps.claim(localTime).catch(() => undefined);
    // That the server can't be reached the connection says.
    if (claimed === undefined) return;
    const { notifications, alarms } = claimed;
    if (notifications.length + alarms.length > 0) await show(notifications, alarms);
    await plan(claimed.againInMs === null ? null : at.getTime() + claimed.againInMs);
  }

  async function show(notifications: readonly NotificationView[], alarms: readonly MailboxAlarm[]): Promise<void> {
    const mentions = notifications.length > mostAtOnce ? [summarise(notifications)] : notifications.map(describe);
    const fresh = [...mentions, ...alarms.map((alarm) => describeAlarm(alarm, deps.mailboxesUrl))];
    const before = await deps.readShown();
    const ids = new Set(fresh.map(({ shown }) => shown.id));
    await deps.writeShown([...before.filter(({ id }) => !ids.has(id)), ...fresh.map(({ shown }) => shown)]);
    for (const { shown, title, message } of fresh) await deps.desktop.show(shown.id, { title, message });
    const messageIds = notifications.map(({ messageId }) => messageId);
    await deps.noteShown({ messageIds, alarmIds: alarms.map(({ id }) => id) });
  }

  async function drop(isOver: (covered: Covered) => boolean): Promise<void> {
    const before = await deps.readShown();
    const after = before.map((shown) => ({ ...shown, covers: shown.covers.filter((each) => !isOver(each)) }));
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    await deps.writeShown(after.filter(({ covers }) => covers.length > 0));
    for (const { id, covers } of after) if (covers.length === 0) await deps.desktop.clear(id);
  }

  const look = (): void => void next(() => plan(deps.now().getTime() + settleMs));

  return {
    observe(event) {
      if (event.kind === 'message') {
        const { discussionId, seq, deletedAt, body, author } = event.message;
        const userId = deps.findUserId();
        if (deletedAt !== null) void next(() => drop((each) => seqIn(each, discussionId) === seq));
        else if (author.id !== userId && body.includes(`(user:${userId})`)) look();
      }
      if (event.kind === 'discussion') {
        const { id, lastReadSeq } = event.discussion;
        void next(() => drop((each) => (seqIn(each, id) ?? Infinity) <= lastReadSeq));
      }
      if (event.kind === 'discussion-gone')
        void next(() => drop((each) => seqIn(each, event.discussionId) !== undefined));
      if (event.kind === 'mailbox' && event.mailbox.state === 'reconnect') look();
      else if (event.kind === 'mailbox') void next(() => drop((each) => isAbout(each, event.mailbox.id)));
      if (event.kind === 'mailbox-gone') void next(() => drop((each) => isAbout(each, event.mailboxId)));
      if (event.kind === 'reset') look();
    },
    compare(cards) {
      const read = new Set<string>(cards.filter(({ unread }) => unread === 0).map(({ id }) => id));
      void next(() => drop((each) => 'discussionId' in each && read.has(each.discussionId)));
    },
    look,
    resume() {
      void next(async () => {
        const due = await deps.readDue();
        if (due !== null) await plan(due);
      });
    },
    forget() {
      void next(async () => {
        await plan(null);
        await drop(() => true);
      });
    },
    click(id) {
      return next(async () => {
        const shown = await deps.readShown();
        await deps.writeShown(shown.filter((each) => each.id !== id));
        await deps.desktop.clear(id);
        await deps.open(shown.find((each) => each.id === id)?.url ?? null);
      });
    },
  };
}

/** The message's place in this discussion; undefined for what is about something else. */
function seqIn(covered: Covered, discussionId: string): number | undefined {
  return 'discussionId' in covered && covered.discussionId === discussionId ? covered.seq : undefined;
}

function isAbout(covered: Covered, mailboxId: string): boolean {
  return 'mailboxId' in covered && covered.mailboxId === mailboxId;
}

interface Fresh {
  shown: Shown;
  title: string;
  message: string;
}

function describe({
  messageId,
  discussionId,
  seq,
  authorName,
  subject,
  preview,
  webmailUrl,
  chatUrl,
}: NotificationView): Fresh {
  return {
    shown: { id: `mention:${messageId}`, covers: [{ discussionId, seq }], url: webmailUrl ?? chatUrl },
    title: t('notification.mention', { name: authorName }),
    message: subject === '' ? preview : `${subject}\n${preview}`,
  };
}

function summarise(notifications: readonly NotificationView[]): Fresh {
  const covers = notifications.map(({ discussionId, seq }) => ({ discussionId, seq }));
  const subjects = [...new Set(notifications.map(({ subject }) => subject).filter((subject) => subject !== ''))];
  return {
    shown: { id: `mentions:${notifications.at(-1)?.messageId}`, covers, url: null },
    title: t('notification.mentions', notifications.length),
    message: subjects.join('\n'),
  };
}

function describeAlarm({ mailboxId, address }: MailboxAlarm, url: string): Fresh {
  return {
    shown: { id: `mailbox:${mailboxId}`, covers: [{ mailboxId }], url },
    title: t('notification.reconnect', { address }),
    message: t('notification.reconnectNote'),
  };
}
