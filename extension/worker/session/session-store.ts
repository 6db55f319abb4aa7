import browser from 'webextension-polyfill';
import type { SessionView, TeamMembership } from '#shared/contract/person.ts';
import type { Changes } from '../changes.ts';
import { readStored } from '../stored.ts';
import { readSecret, removeSecret, writeSecret } from './secrets.ts';

/** What this browser knows of who is signed in. `token` never leaves the worker except to `serverUrl`. */
export interface StoredSession {
  /** Without a trailing slash. */
  serverUrl: string;
  token: string;
  teamId: string;
  view: SessionView;
}

export interface SessionStore {
  /** Settled once the stored session has been read. */
  readonly ready: Promise<void>;
  find(): StoredSession | undefined;
  /** The chosen team of the signed-in person. */
  findTeam(): TeamMembership | undefined;
  /** Names person and team: what is cached and queued is kept apart by it. */
  findScope(): string | undefined;
  /** Why nobody is signed in any more, as a sentence; null when that needs no explaining. */
  signedOutReason(): string | null;
  /** Whether somebody is just signing in, in a window of the browser. */
  isSigningIn(): boolean;
  setSigningIn(isSigningIn: boolean): void;
  /** Says why nobody is signed in, to whoever looks next. */
  explain(reason: string | null): Promise<void>;
  save(session: StoredSession): Promise<void>;
  clear(reason: string | null): Promise<void>;
}

const sessionKey = 'session';
const reasonKey = 'signed-out-reason';

/** Builds the store over storage that only trusted contexts can read. */
export function createSessionStore(changes: Changes): SessionStore {
  let session: StoredSession | undefined;
  let reason: string | null = null;
  let isSigningIn = false;

  async function load(): Promise<void> {
    session = await readSecret<StoredSession>(sessionKey);
    reason = (await readStored<string>(reasonKey)) ?? null;
  }

  async function keepReason(why: string | null): Promise<void> {
    reason = why;
    if (why === null) await browser.storage.local.remove(reasonKey);
    else await browser.storage.local.set({ [reasonKey]: why });
  }

  const findTeam = (): TeamMembership | undefined =>
    session?.view.teams.find((team) => team.teamId === session?.teamId);

  return {
    ready: load(),
    find: () => session,
    findTeam,
    findScope: () => (session === undefined ? undefined : scopeOf(session.view.user.id, session.teamId)),
    signedOutReason: () => reason,
    isSigningIn: () => isSigningIn,
    setSigningIn(next) {
      isSigningIn = next;
      changes.tell({ kind: 'session' });
    },
    async explain(why) {
      await keepReason(why);
      changes.tell({ kind: 'session' });
    },
    async save(next) {
      const before = session;
      session = next;
      try {
        await writeSecret(sessionKey, next);
      } catch (error) {
        if (session === next) session = before;
        throw error;
      }
      reason = null;
      await browser.storage.local.remove(reasonKey);
      changes.tell({ kind: 'session' });
    },
    async clear(why) {
      session = undefined;
      reason = why;
      await removeSecret(sessionKey);
      await keepReason(why);
      changes.tell({ kind: 'session' });
    },
  };
}

/** The name under which a person's things in one team are kept on this machine. */
export function scopeOf(userId: string, teamId: string): string {
  return `${userId}/${teamId}`;
}
