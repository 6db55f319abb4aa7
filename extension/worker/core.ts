import { followLanguage } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import { RequestRefused } from '../messaging/answer-request.ts';
import { openDatabase, type Database } from './cache/database.ts';
import { createChanges, type Changes } from './changes.ts';
import { createOutbox, type Outbox } from './outbox/outbox.ts';
import { createPresenceBoard, type PresenceBoard } from './presence-board.ts';
import { restrictStorage } from './session/secrets.ts';
import { createSessionStore, type SessionStore, type StoredSession } from './session/session-store.ts';
import { readStored, watchStored } from './stored.ts';
import { createApi, readProblem, unreachable, type Api } from './sync/api-client.ts';
import { createConnectionState, type ConnectionState } from './sync/connection.ts';
import { createAccountChoices, type AccountChoices } from './tabs/account-choices.ts';
import { createMailboxAccounts, type MailboxAccounts } from './tabs/mailbox-accounts.ts';
import { createOverlayMemory, type OverlayMemory } from './tabs/overlay-settings.ts';
import { createTabStates, type TabStates } from './tabs/tab-states.ts';

/** What every part of the worker stands on. */
export interface Core {
  /** Settled once everything kept has been read. */
  readonly ready: Promise<void>;
  readonly changes: Changes;
  readonly session: SessionStore;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly presence: PresenceBoard;
  readonly connection: ConnectionState;
  readonly tabs: TabStates;
  readonly choices: AccountChoices;
  readonly mailboxes: MailboxAccounts;
  readonly overlay: OverlayMemory;
  now(): number;
  /** The signed-in session. @throws RequestRefused when nobody is signed in. */
  getSession(): StoredSession;
  getScope(): string;
  /** Asks the server as the signed-in person. @throws RequestRefused with the server's sentence. */
  call<Value>(ask: (api: Api) => Promise<Value>): Promise<Value>;
  /** Called when the server no longer accepts this device, and when it can't be reached. */
  onRefused: (reason: string) => void;
  onUnreachable: () => void;
}

/** Opens everything the worker keeps. */
export function createCore(): Core {
  const changes = createChanges();
  const session = createSessionStore(changes);
  const outbox = createOutbox();
  const connection = createConnectionState(changes, Date.now);
  const tabs = createTabStates(changes);
  const choices = createAccountChoices();
  const mailboxes = createMailboxAccounts();
  const overlay = createOverlayMemory();

  const core: Core = {
    ready: Promise.all([
      restrictStorage(),
      session.ready,
      outbox.ready,
      connection.ready,
      tabs.ready,
      choices.ready,
      mailboxes.ready,
      overlay.ready,
      followLanguage({ get: readStored, watch: watchStored }, { signal: new AbortController().signal }),
    ]).then(() => undefined),
    changes,
    session,
    // Every sidebar says so, whatever it shows.
    database: openDatabase(() => changes.tell({ kind: 'thread', threadKey: null })),
    outbox,
    presence: createPresenceBoard(),
    connection,
    tabs,
    choices,
    mailboxes,
    overlay,
    now: Date.now,
    getSession() {
      const found = session.find();
      if (found !== undefined) return found;
      throw new RequestRefused({ code: 'not-signed-in', message: t('failure.signInFirst') });
    },
    getScope() {
      core.getSession();
      return session.findScope() ?? '';
    },
    async call(ask) {
      const asker = core.getSession();
      try {
        return await ask(createApi(asker, { onHeard: connection.heard }));
      } catch (error) {
        const problem = readProblem(error);
        if (problem.code === 'not-signed-in' && session.find()?.token === asker.token) core.onRefused(problem.message);
        if (problem === unreachable) core.onUnreachable();
        throw new RequestRefused(problem);
      }
    },
    onRefused: () => undefined,
    onUnreachable: () => undefined,
  };
  return core;
}
