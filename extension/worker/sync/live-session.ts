import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { Core } from '../core.ts';
import type { Notifier } from '../notifications/notifier.ts';
import type { Reread } from '../reread.ts';
import type { Sessions } from '../session/sessions.ts';
import { createApi } from './api-client.ts';
import { atMostEvery } from './at-most-every.ts';
import { applyLiveEvent } from './apply-live-event.ts';
import { startLiveUpdates, type LiveUpdates } from './live-updates.ts';
import type { Posting } from './post-message.ts';
import { slowChanges } from './slow-changes.ts';

const unknownEveryMs = 2_000;
const assignmentsEveryMs = 1_000;
const listsEveryMs = 1_000;

export interface LiveSession {
  /** Follows whoever is signed in: begins, ends or changes over. */
  follow(): void;
  hurry(): void;
  restart(): void;
  /** Writes an answer into the cache as if it had come live. */
  apply(event: LiveEvent): Promise<void>;
}

export interface LiveSessionParts {
  core: Core;
  reread: Reread;
  posting: Posting;
  sessions: Sessions;
  notifier: Pick<Notifier, 'observe' | 'look'>;
  isWatched(): boolean;
}

/** Builds what keeps the one live connection of this browser, for the person and team that are signed in. */
export function createLiveSession({
  core,
  reread,
  posting,
  sessions,
  notifier,
  isWatched,
}: LiveSessionParts): LiveSession {
  const changes = slowChanges(core.changes, listsEveryMs);
  let running: { identity: string; updates: LiveUpdates } | undefined;

  async function apply(scope: string, event: LiveEvent, cursor: string | null): Promise<void> {
    if (core.session.findScope() !== scope) return;
    const { database, presence, now } = core;
    try {
      await applyLiveEvent({ database, presence, changes, now, reread: again }, scope, event, cursor);
      notifier.observe(event);
      if (event.kind === 'correspondence') rereadAssignments();
    } catch (error) {
      // One event that can't be applied must not hold up all that follow: what is shown is read afresh instead.
      console.error('Sidethread could not apply', event.kind, error);
      if (cursor !== null) await core.database.cursors.put({ key: scope, cursor });
      await reread.everything();
    }
  }

  /** In a busy team every discussion anywhere might be the open mail's: it is asked about a few times, not each time. */
  const rereadUnknown = atMostEvery(unknownEveryMs, () => void reread.threads('unknown'));

  /** An event tells which correspondence changed, not whose it is: while a mailbox is read there are many. */
  const rereadAssignments = atMostEvery(assignmentsEveryMs, () => void reread.assignments());

  function again(what: { threadKeys: string[] } | 'unknown-threads' | 'chat' | 'session' | 'everything'): void {
    if (what === 'everything') void reread.everything();
    else if (what === 'unknown-threads') rereadUnknown();
    else if (what === 'chat') void Promise.all([reread.chat(), reread.threads('all')]);
    else if (what === 'session') void Promise.all([reread.session(), reread.teammates()]);
    else void reread.threads(what);
  }

  function start(scope: string): LiveUpdates {
    return startLiveUpdates({
      createApi: (onHeard) => createApi(core.getSession(), { onHeard }),
      loadCursor: async () => (await core.database.cursors.get(scope))?.cursor ?? null,
      apply: (event, cursor) => apply(scope, event, cursor),
      onConnected: async (isFresh) => {
        core.connection.online();
        posting.drain();
        const isEmpty = (await core.database.inboxes.get(scope)) === undefined;
        if (isFresh || isEmpty) void reread.everything();
        if (isFresh) notifier.look();
      },
      onHeard: core.connection.heard,
      onLost: (reason, isReachable) => {
        core.presence.clear();
        if (!isReachable) return core.connection.offline(reason);
        core.connection.connecting();
        // The server answers but ends the stream: perhaps this person is not in this team any more.
        void reread.session();
      },
      onSignedOut: (reason) => void sessions.end(reason),
      isWatched,
    });
  }

  return {
    follow() {
      const session = core.session.find();
      const scope = core.session.findScope();
      const identity = session === undefined ? undefined : `${session.serverUrl} ${session.token} ${session.teamId}`;
      if (identity === running?.identity) return;
      running?.updates.stop();
      running = undefined;
      core.connection.connecting();
      if (identity !== undefined && scope !== undefined) running = { identity, updates: start(scope) };
    },
    hurry: () => running?.updates.hurry(),
    restart: () => running?.updates.restart(),
    apply: async (event) => {
      const scope = core.session.findScope();
      if (scope !== undefined) await apply(scope, event, null);
    },
  };
}
