import browser from 'webextension-polyfill';
import type { Handlers } from '../messaging/answer-request.ts';
import { handleRequests } from '../messaging/handle-requests.ts';
import { ownUrl } from '../messaging/own-url.ts';
import { createSnapshots } from './cache/snapshots.ts';
import { createCore, type Core } from './core.ts';
import { startKeepAlive } from './keep-alive.ts';
import type { Notifier } from './notifications/notifier.ts';
import { startNotifier } from './notifications/notify.ts';
import { startPageReading } from './page-reading/start-page-reading.ts';
import { createReread, type Reread } from './reread.ts';
import { chatRequests } from './requests/chat-requests.ts';
import { correspondenceRequests } from './requests/correspondence-requests.ts';
import { contactRequests } from './requests/contact-requests.ts';
import { discussionRequests } from './requests/discussion-requests.ts';
import { mailboxRequests } from './requests/mailbox-requests.ts';
import { outgoingRequests } from './requests/outgoing-requests.ts';
import { messageRequests } from './requests/message-requests.ts';
import { notificationRequests } from './requests/notification-requests.ts';
import { overlayRequests } from './requests/overlay-requests.ts';
import { pageRequests } from './requests/page-requests.ts';
import { mayRequest, mayWatch } from './requests/rules.ts';
import { sessionRequests } from './requests/session-requests.ts';
import { teamRequests } from './requests/team-requests.ts';
import { templateRequests } from './requests/template-requests.ts';
import { webhookRequests } from './requests/webhook-requests.ts';
import { createExpectedSignIn } from './session/expected-sign-in.ts';
import { endLeftovers } from './session/ended-sessions.ts';
import { createSessions, type Sessions } from './session/sessions.ts';
import { readStored } from './stored.ts';
import { createLiveSession, type LiveSession } from './sync/live-session.ts';
import { openThroughServer, postThroughServer } from './sync/through-server.ts';
import type { Opening } from './sync/open-email.ts';
import type { Posting } from './sync/post-message.ts';
import { createTabTracker } from './tabs/track-tabs.ts';
import { welcomeOnInstall } from './tabs/welcome.ts';
import { badgeText, concerns, createTopics } from './topics.ts';
import { startWatchers } from './watchers.ts';

const alarmName = 'resume';
const prunedKey = 'pruned-at';
const pruneEveryMs = 86_400_000;
/** A request that found nobody makes the live connection look again, at most this often. */
const checkEveryMs = 3_000;

/**
 * Starts the background worker. Every listener is registered in this very turn, as the browser wants of a worker that
 * it may kill and start again at any moment; what they do waits until everything kept has been read.
 */
export function startWorker(): void {
  const core = createCore();
  welcomeOnInstall(ownUrl('/welcome.html'));
  const sessions = createSessions(core);
  let watching = 0;
  const isWatched = (): boolean => watching > 0;

  core.onRefused = (reason) => void sessions.end(reason);

  const opening = openThroughServer(core, sessions);
  const reread = createReread(core, opening, sessions.end);
  const posting = postThroughServer(core, sessions, opening);
  const notifier = startNotifier(core);
  const live = createLiveSession({ core, reread, posting, sessions, notifier, isWatched });
  const reading = startPageReading(core);
  const tracker = createTabTracker(core, opening);
  const topics = createTopics(core, opening, createSnapshots(core.session.findScope));

  handleRequests(
    {
      ...pageRequests(core, tracker, reading),
      ...overlayRequests(core, tracker),
      ...sessionRequests(core, { sessions, reread, expected: createExpectedSignIn(sessions, core.now) }),
      ...messageRequests(core, posting),
      ...discussionRequests(core, reread),
      ...contactRequests(core, live.apply),
      ...correspondenceRequests(core),
      ...mailboxRequests(core, reread),
      ...outgoingRequests(core),
      ...templateRequests(core),
      ...chatRequests(core, reread),
      ...teamRequests(core, reread),
      ...webhookRequests(core),
      ...notificationRequests(core, notifier),
    } satisfies Handlers,
    {
      mayRequest: async (name, sender) => {
        await core.ready;
        return mayRequest(name, sender, tracker);
      },
      onUnexpected: (name, error) => console.error('Sidethread could not answer', name, error),
    },
  );
  startWatchers(
    {
      ready: core.ready,
      mayWatch: (topic, sender) => mayWatch(topic, sender, tracker),
      concerns: (change, topic, sender) => concerns(core, change, topic, sender),
      read: (topic, sender) => topics[topic](sender),
      onCount: (count) => {
        if (watching === 0 && count > 0) live.hurry();
        watching = count;
      },
    },
    core.changes,
  );

  core.changes.watch((change) => {
    if (['session', 'inbox', 'assignments'].includes(change.kind)) void showBadge(core);
  });
  followSession(core, { live, posting, opening, notifier, sessions, restartTabs: tracker.restart });
  resumeAtTimes(core, { live, posting, notifier, reread, isWatched });
}

interface Followers {
  live: LiveSession;
  posting: Posting;
  opening: Opening;
  sessions: Pick<Sessions, 'dropCopies'>;
  notifier: Notifier;
  restartTabs(): Promise<void>;
}

/** Begins with whoever is signed in, and begins anew when that changes. */
function followSession(core: Core, { live, posting, opening, notifier, sessions, restartTabs }: Followers): void {
  let scope: string | undefined;
  const begin = async (): Promise<void> => {
    await core.ready;
    scope = core.session.findScope();
    live.follow();
    posting.drain();
    notifier.resume();
    await showBadge(core);
    const isAllEnded = await endLeftovers();
    await keepAlarm(core.session.find() !== undefined || !isAllEnded);
    if (scope === undefined) await sessions.dropCopies();
    else await pruneDaily(core, scope);
  };
  void begin();
  core.changes.watch((change) => {
    if (change.kind !== 'session') return;
    live.follow();
    if (core.session.find() !== undefined) void keepAlarm(true);
    const next = core.session.findScope();
    if (next === scope) return;
    scope = next;
    opening.forget();
    notifier.forget();
    posting.drain();
    void restartTabs();
  });
  let checkedAt = 0;
  core.onUnreachable = () => {
    // A clock that was set back must not make the wait longer.
    if (Math.abs(core.now() - checkedAt) < checkEveryMs) return;
    checkedAt = core.now();
    live.restart();
  };
}

/** Everything that can mean "try again now": the network, the end of sleep, the browser's alarm. */
function resumeAtTimes(
  core: Core,
  {
    live,
    posting,
    notifier,
    reread,
    isWatched,
  }: { live: LiveSession; posting: Posting; notifier: Notifier; reread: Reread; isWatched: () => boolean },
): void {
  const resume = (): void => {
    live.hurry();
    posting.drain();
    notifier.resume();
  };
  globalThis.addEventListener('online', resume);
  startKeepAlive({
    isNeeded: () => isWatched() || posting.isBusy(),
    now: core.now,
    onWake: () => {
      live.restart();
      posting.drain();
    },
  });
  browser.alarms.onAlarm.addListener(() => {
    resume();
    if (isWatched()) void core.ready.then(() => reread.threads('old'));
  });
  // Being listened to is what makes the browser start the worker with itself.
  browser.runtime.onStartup.addListener(() => undefined);
}

/** Pruning reads every cached thread, and the browser may start the worker twice a minute. */
async function pruneDaily(core: Core, scope: string): Promise<void> {
  const prunedAt = await readStored<number>(prunedKey);
  if (prunedAt !== undefined && Math.abs(core.now() - prunedAt) < pruneEveryMs) return;
  await browser.storage.local.set({ [prunedKey]: core.now() });
  await core.database.prune(scope);
}

/**
 * What wakes the worker, for as long as somebody is signed in or a server must still be told that somebody left. Made
 * once: making it again would put off the next one.
 */
async function keepAlarm(isNeeded: boolean): Promise<void> {
  const known = await browser.alarms.get(alarmName);
  if (!isNeeded) await browser.alarms.clear(alarmName);
  else if (known === undefined) await browser.alarms.create(alarmName, { periodInMinutes: 0.5 });
}

async function showBadge(core: Core): Promise<void> {
  const scope = core.session.findScope();
  const inbox = scope === undefined ? undefined : await core.database.inboxes.get(scope);
  const mine = scope === undefined ? undefined : await core.database.assignments.get(scope);
  await browser.action.setBadgeBackgroundColor({ color: '#2f5bd7' });
  await browser.action.setBadgeText({ text: badgeText(inbox?.cards ?? [], mine?.assignments ?? []) });
}
