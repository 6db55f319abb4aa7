import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Mailbox, MailFeature } from '#shared/contract/mailbox.ts';
import type { TeamId } from '#shared/contract/ids.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { shareEverything } from '#tests/support/mail-source.ts';
import { clientOf, extensionPage, readAnswer, type MailClient } from '#tests/support/mail-team.ts';
import { addTestTeam, type TestPerson } from '#tests/support/people.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { clockScale } from '../world.ts';

/** A mailbox that is connected, with the account behind it. */
export interface Box {
  readonly mailbox: Mailbox;
  readonly account: Account;
  readonly provider: Provider;
}

/** Servers as real processes on one database, stand-ins for both providers, and a team with mailboxes at each. */
export interface MailWorld {
  readonly database: TestDatabase;
  readonly teamId: TeamId;
  readonly boxes: readonly Box[];
  readonly providers: readonly Provider[];
  readonly servers: readonly ServerProcess[];
  /** The owner's procedures at a living server; repeated until one has answered. */
  ask<Value>(request: (client: MailClient) => Promise<Value>): Promise<Value>;
  kill(index: number): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

interface MailWorldOptions {
  readonly servers: number;
  readonly mailboxes: number;
  /** What the owner allows at the providers; reading unless told. */
  readonly features?: readonly MailFeature[];
  /** More of the servers' environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Connects empty mailboxes whose mail is shared whole, looked at every minute at least. */
export async function createMailWorld(options: MailWorldOptions): Promise<MailWorld> {
  const made = await Promise.all([providers.gmail({ clockScale }), providers.outlook({ clockScale })]);
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sidethread-mail-faults-'));
  const settings: Record<string, string> = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: randomBytes(32).toString('hex'),
    CLOCK_SCALE: String(clockScale),
    // Notifications go to whichever server lives; all check them against this one address.
    PUBLIC_URL: 'http://127.0.0.1:1',
    ...Object.assign({}, ...made.map((provider) => provider.settings)),
    ...options.env,
  };
  const servers: ServerProcess[] = [];
  const start = async () => {
    const server = await startServerProcess(settings);
    servers.push(server);
    for (const provider of made) provider.notify('http://127.0.0.1:1', `http://127.0.0.1:${portOf(server)}`);
  };
  await Promise.all(Array.from({ length: options.servers }, start));
  const { teamId, owner } = await addTestTeam(database.db, {
    name: 'Larkfield',
    owner: { name: 'Olga', email: 'olga@larkfield.example' },
  });
  const ask = createAsk(servers, owner, teamId);
  const boxes: Box[] = [];
  for (let at = 0; at < options.mailboxes; at += 1) {
    const provider = made[at % made.length];
    if (provider === undefined) throw new Error('there is no provider');
    boxes.push(await connect(provider, `box${at}@larkfield.example`, options.features ?? ['read'], ask));
  }
  for (const { mailbox, account } of boxes)
    await shareEverything(database.db, {
      teamId,
      mailboxId: mailbox.id,
      ownerUserId: owner.userId,
      mailboxAddress: account.address,
    });
  return {
    database,
    teamId,
    boxes,
    providers: made,
    servers,
    ask,
    start,
    kill: async (index) => {
      const [server] = servers.splice(index, 1);
      await server?.kill();
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all(made.map((provider) => provider.close()));
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The log names the address under which browsers reach it, which is not where it listens here. */
function portOf(server: ServerProcess): number {
  const line = server.log.find(({ msg }) => msg === 'listening');
  return Number(line?.['port']);
}

async function connect(
  provider: Provider,
  address: string,
  features: readonly MailFeature[],
  ask: MailWorld['ask'],
): Promise<Box> {
  const account = provider.add(address);
  const redirectUri = extensionPage;
  const { url } = await ask((api) =>
    api.mailboxes.begin.mutate({ provider: provider.id, redirectUri, features: [...features] }),
  );
  const answer = readAnswer(provider.authority.consent(url, address));
  const { id } = await ask((api) => api.mailboxes.finish.mutate(answer));
  const settings = { syncIntervalMinutes: 1 };
  const mailbox = await ask((api) => api.mailboxes.change.mutate({ mailboxId: id, settings }));
  return { mailbox, account, provider };
}

const patienceMs = 60_000;

function createAsk(servers: readonly ServerProcess[], owner: TestPerson, teamId: string): MailWorld['ask'] {
  let turn = 0;
  return async (request) => {
    for (const deadline = Date.now() + patienceMs; ; await wait(50)) {
      const server = servers[turn++ % Math.max(1, servers.length)];
      const url = server === undefined ? 'http://127.0.0.1:9' : `http://127.0.0.1:${portOf(server)}`;
      try {
        return await request(clientOf(url, owner, teamId));
      } catch (error) {
        if (Date.now() > deadline || isAnswer(error)) throw error;
      }
    }
  };
}

/** A server that is away or killed in the middle is no answer. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || !('data' in error)) return false;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'problem' in data;
}
