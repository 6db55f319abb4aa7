import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { AssignmentView, ClaimedNotifications, LocalTime } from '#shared/contract/notification.ts';
import type { Desktop } from './desktop.ts';
import { describeNotifications } from './describe-notifications.ts';
import type { Covered, Shown } from './shown.ts';

export interface NotifierDeps {
  desktop: Desktop;
  /** Unread mentions, assignments and mailboxes' alarms that this device may show: the server hands each to one device. */
  claim(localTime: LocalTime): Promise<ClaimedNotifications>;
  noteShown(shown: { messageIds: string[]; assignmentIds: string[]; alarmIds: string[] }): Promise<unknown>;
  /** The signed-in person; undefined when nobody is. */
  findUserId(): string | undefined;
  readShown(): Promise<Shown[]>;
  writeShown(shown: readonly Shown[]): Promise<void>;
  /** When to ask the server next (epoch ms), kept beyond the worker's life; null: when something happens. */
  readDue(): Promise<number | null>;
  writeDue(at: number | null): Promise<void>;
  /** Our own page that lists correspondences. */
  listUrl: string;
  /** Our own page on which a mailbox is connected again. */
  mailboxesUrl: string;
  /** Opens what a notification is about; null: it can't be opened in a webmail or a chat. */
  open(url: string | null): Promise<void>;
  now(): Date;
}

export interface Notifier {
  /** Takes notice of a live event that was applied: a mention, or that something was read or has gone. */
  observe(event: LiveEvent): void;
  /** What is unread now, as far as the cache knows. */
  compare(cards: readonly DiscussionCard[]): void;
  /** What is assigned and unread now: what is not among it any more goes, what is new may be shown. */
  compareAssigned(assignments: readonly AssignmentView[]): void;
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
/** A server that could not be asked is asked again then. */
const failedMs = 60_000;

/** Builds what shows mentions on the desktop, each on one of the person's devices, until it is read on any. */
export function createNotifier(deps: NotifierDeps): Notifier {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work: Promise<void> = Promise.resolve();
  let knownAssigned: ReadonlySet<string> = new Set();

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
    await show(claimed);
    await plan(claimed.againInMs === null ? null : at.getTime() + claimed.againInMs);
  }

  async function show(claimed: ClaimedNotifications): Promise<void> {
    const fresh = describeNotifications(claimed, deps);
    if (fresh.length === 0) return;
    const before = await deps.readShown();
    const ids = new Set(fresh.map(({ shown }) => shown.id));
    await deps.writeShown([...before.filter(({ id }) => !ids.has(id)), ...fresh.map(({ shown }) => shown)]);
    for (const { shown, title, message } of fresh) await deps.desktop.show(shown.id, { title, message });
    await deps.noteShown({
      messageIds: claimed.notifications.map(({ messageId }) => messageId),
      assignmentIds: claimed.assignments.map(({ id }) => id),
      alarmIds: claimed.alarms.map(({ id }) => id),
    });
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
        if (deletedAt !== null) void next(() => drop((each) => isIn(each, discussionId) && each.seq === seq));
        else if (author.id !== userId && body.includes(`(user:${userId})`)) look();
      }
      if (event.kind === 'discussion') {
        const { id, lastReadSeq } = event.discussion;
        void next(() => drop((each) => isIn(each, id) && each.seq <= lastReadSeq));
      }
      if (event.kind === 'discussion-gone') void next(() => drop((each) => isIn(each, event.discussionId)));
      if (event.kind === 'mailbox' && event.mailbox.state === 'reconnect') look();
      else if (event.kind === 'mailbox') void next(() => drop((each) => isAbout(each, event.mailbox.id)));
      if (event.kind === 'mailbox-gone') void next(() => drop((each) => isAbout(each, event.mailboxId)));
      if (event.kind === 'reset') look();
    },
    compare(cards) {
      const read = new Set<string>(cards.filter(({ unread }) => unread === 0).map(({ id }) => id));
      void next(() => drop((each) => 'seq' in each && read.has(each.discussionId)));
    },
    compareAssigned(assignments) {
      const now = new Set<string>(assignments.map(({ id }) => id));
      const isNew = [...now].some((id) => !knownAssigned.has(id));
      knownAssigned = now;
      void next(() => drop((each) => 'assignmentId' in each && !now.has(each.assignmentId)));
      if (isNew) look();
    },
    look,
    resume() {
      void next(async () => {
        const due = await deps.readDue();
        if (due !== null) await plan(due);
      });
    },
    forget() {
      knownAssigned = new Set();
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

function isIn(covered: Covered, discussionId: string): covered is Extract<Covered, { seq: number }> {
  return 'seq' in covered && covered.discussionId === discussionId;
}

function isAbout(covered: Covered, mailboxId: string): boolean {
  return 'mailboxId' in covered && covered.mailboxId === mailboxId;
}
