import browser from 'webextension-polyfill';
import type { SessionView } from '#shared/contract/person.ts';
import type { Core } from '../core.ts';
import { listStoredKeys } from '../stored-keys.ts';
import { endLeftovers, noteEnded } from './ended-sessions.ts';
import { readProblem } from '../sync/api-client.ts';
import { scopeOf, type StoredSession } from './session-store.ts';
import { signIn } from './sign-in.ts';
import { readStored } from '../stored.ts';

/** The beginning and the end of being signed in. */
export interface Sessions {
  begin(serverUrl: string): Promise<SessionView>;
  chooseTeam(teamId: string): Promise<void>;
  /** The person signs out: the server is told, and what it told us is forgotten. Drafts and unsent messages stay. */
  signOut(): Promise<void>;
  /** The server ended it, or the person left the last team; `reason` is shown. */
  end(reason: string): Promise<void>;
  /** Drops what was kept to be painted early, where nobody is signed in: a killed worker may have left it. */
  dropCopies(): Promise<void>;
}

const teamsKey = 'chosen-teams';

/** Builds it over the worker's store. */
export function createSessions(core: Core): Sessions {
  let beginning: Promise<SessionView> | undefined;

  /** The view that asked may be closed by now: why it failed is kept for the next one. */
  async function beginAloud(serverUrl: string): Promise<SessionView> {
    core.session.setSigningIn(true);
    try {
      await core.session.explain(null);
      return await begin(serverUrl);
    } catch (error) {
      if (core.session.find() === undefined) await core.session.explain(readProblem(error).message);
      throw error;
    } finally {
      core.session.setSigningIn(false);
    }
  }

  async function begin(serverUrl: string): Promise<SessionView> {
    const chosen = await readChosenTeams();
    const session = await signIn(serverUrl, (userId) => chosen[userId]);
    await replace(session);
    return session.view;
  }

  async function replace(session: StoredSession): Promise<void> {
    const before = core.session.find();
    if (before !== undefined) await forget(before);
    await core.session.save(session);
    if (before === undefined) return;
    await noted(before);
    void endLeftovers();
  }

  /** What was cached belongs to the session; what was written and not sent belongs to its author, and waits. */
  async function forget(session: StoredSession): Promise<void> {
    for (const { teamId } of session.view.teams) await core.database.forget(scopeOf(session.view.user.id, teamId));
    core.presence.clear();
    await dropCopies();
  }

  async function end(reason: string | null): Promise<void> {
    const session = core.session.find();
    if (session === undefined) return;
    await core.session.clear(reason);
    await forget(session);
  }

  return {
    dropCopies,
    begin(serverUrl) {
      beginning ??= beginAloud(serverUrl).finally(() => {
        beginning = undefined;
      });
      return beginning;
    },
    async chooseTeam(teamId) {
      const session = core.getSession();
      const chosen = await readChosenTeams();
      await browser.storage.local.set({ [teamsKey]: { ...chosen, [session.view.user.id]: teamId } });
      core.presence.clear();
      await core.session.save({ ...session, teamId });
      // They show the other team until a view has come to rest again.
      await dropCopies();
    },
    async signOut() {
      const session = core.session.find();
      if (session !== undefined) await noted(session);
      await end(null);
      await endLeftovers();
    },
    end,
  };
}

/** Where storage is full its server is not told, and one is signed out here all the same. */
function noted(session: StoredSession): Promise<void> {
  return noteEnded(session).catch(() => undefined);
}

async function dropCopies(): Promise<void> {
  await browser.storage.local.remove([...(await listStoredKeys('snapshot:')), ...(await listStoredKeys('popup:'))]);
}

async function readChosenTeams(): Promise<Record<string, string>> {
  return (await readStored<Record<string, string>>(teamsKey)) ?? {};
}
