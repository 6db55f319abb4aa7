import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent, createChatTeam, slackSettings, type ChatTeam, type Client } from '#tests/support/chat-team.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from '#tests/support/slack/index.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';

/** How much faster than in reality waits pass, here and in the stand-in. */
export const clockScale = 50;
/** After this long without an answer the server takes a call's outcome as unclear (real milliseconds). */
export const timeoutMs = 1000;
/** The server looks an unclear call up after this long; later than the latest acceptance below. */
export const graceMs = 2500;
/** When the stand-in accepts a call that it never answers. */
export const lateMs = 1600;

/** Servers as real processes, the stand-in, and a team that is connected to it. */
export interface World {
  readonly database: TestDatabase;
  readonly slack: SlackStandIn;
  readonly team: ChatTeam;
  /** Those that live now. */
  readonly servers: readonly ServerProcess[];
  /** Ana's procedures at any living server; waits for one to live. */
  ana(): Promise<Client>;
  /** SIGKILL for one server; what it was doing stays as it was. */
  kill(index: number): Promise<void>;
  /** Starts a server in place of a killed one. */
  start(): Promise<void>;
  /** Ends the servers and starts as many with further settings. */
  restart(more: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly servers: number;
  readonly seed: number;
  readonly channels: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly standIn?: SlackStandInOptions;
}

const people = [
  { name: 'ana', realName: 'Ana Duarte', email: 'ana@northwind.example', isAdmin: true },
  { name: 'ben', realName: 'Ben Okafor', email: 'ben@northwind.example' },
  { name: 'chiara', realName: 'Chiara Rossi', email: 'chiara@northwind.example' },
];

export async function createWorld(options: WorldOptions): Promise<World> {
  const members = people.map(({ name }) => name);
  const slack = await createSlackStandIn({
    clockScale,
    faultSeed: options.seed,
    seed: { users: people, channels: options.channels.map((name) => ({ name, members })) },
    limits: { posts: true, tiers: true },
    ...options.standIn,
  });
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sidethread-faults-'));
  const settings: Record<string, string> = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: randomBytes(32).toString('hex'),
    ...slackSettings(slack),
    CLOCK_SCALE: String(clockScale),
    CHAT_TIMEOUT_MS: String(timeoutMs),
    CHAT_CHECK_GRACE_MS: String(graceMs),
    ...options.settings,
  };
  const servers: ServerProcess[] = [];
  const pointSlack = () => slack.setRequestUrls(...servers.map(({ url }) => `${url}/slack/events`));
  const start = async () => {
    servers.push(await startServerProcess(settings));
    await pointSlack();
  };
  await Promise.all(Array.from({ length: options.servers }, start));
  const team = await createChatTeam(database.db);
  let turn = 0;
  const ana = async () => {
    const server = servers[turn++ % Math.max(1, servers.length)];
    return team.as(team.ana, server?.url ?? 'http://127.0.0.1:9');
  };
  await connect(await ana(), slack, options.channels);
  return {
    database,
    slack,
    team,
    servers,
    ana,
    start,
    restart: async (more) => {
      Object.assign(settings, more);
      const ending = servers.splice(0);
      await Promise.all(ending.map((server) => server.stop()));
      await Promise.all(ending.map(start));
    },
    kill: async (index) => {
      const [server] = servers.splice(index, 1);
      await server?.kill();
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await slack.close();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function connect(client: Client, slack: SlackStandIn, channels: readonly string[]): Promise<void> {
  await consent(client, slack, 'install', 'ana');
  for (const name of channels) slack.join(name, 'bot');
  const first = channels[0];
  if (first === undefined) throw new Error('a world needs a channel');
  await client.chat.setDefaultChannel.mutate({ channelId: slack.workspace.getChannel(first).id });
}
