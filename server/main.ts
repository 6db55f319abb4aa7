import { once } from 'node:events';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import type { Logger } from 'pino';
import { closeDatabase, createDatabase } from '#server/db/client.ts';
import { isMigrated, migrate, readMigrations } from '#server/db/migrate.ts';
import { createClock } from '#server/kernel/clock.ts';
import { localUrl, readConfig, type Config } from '#server/kernel/config.ts';
import { createLogger } from '#server/kernel/logger.ts';
import { createMetrics } from '#server/kernel/metrics.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { countCheckedChains } from '#server/domain/audit/index.ts';
import { countMailboxes } from '#server/domain/mailboxes/index.ts';
import { prepareSetup } from '#server/domain/teams/index.ts';
import { createInbox, requestReconciliation, type Inbox } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createApp, type App } from './app.ts';
import { receiveInteraction } from './edges/webhooks/slack.ts';
import { createJobs } from './jobs/registry.ts';
import { startChatUpkeep } from './jobs/start-chat-upkeep.ts';
import { startEmbeddedDatabase } from './platform/database/start-embedded.ts';
import { createAccounts } from './platform/auth/create-accounts.ts';
import { removeAbandonedDrafts } from './platform/files/create-file-store.ts';
import { openFileStore } from './platform/files/open-file-store.ts';
import { startLiveFeed } from './platform/live-feed/start-live-feed.ts';
import { createMailer } from './platform/mailer/create-mailer.ts';
import { createPictureSource } from './platform/pictures/create-picture-source.ts';
import { createQueue } from './platform/queue/create-queue.ts';
import { startWorker } from './platform/queue/start-worker.ts';
import { createSelectorSource } from './platform/selectors/create-selector-source.ts';
import { createVault } from './platform/vault/create-vault.ts';
import { createWebhookCaller } from './platform/webhooks/create-webhook-caller.ts';
import { createMailProviders } from './providers/create-mail-providers.ts';
import { createSlackChat } from './providers/slack/create-slack-chat.ts';
import { createSlackIntake } from './providers/slack/read-event.ts';
import { startSlackSocket } from './providers/slack/socket-mode.ts';

/** What was started, to be ended in the reverse order. */
type Closers = (() => Promise<void>)[];

async function main(): Promise<void> {
  const given = readConfig(process.env);
  const logger = createLogger(given.logLevel);
  const closers: Closers = [];
  const stopped = stopOnSignals(logger, closers);
  try {
    await start(given, logger, closers);
  } catch (error) {
    await closeAll(closers, logger);
    throw error;
  }
  await stopped;
  // What was still being started when the signal came.
  await closeAll(closers, logger);
}

async function start(given: Config, logger: Logger, closers: Closers): Promise<void> {
  const { url, listenUrl } = await openDatabase(given, logger, closers);
  const ran = await migrate(listenUrl);
  if (ran.length > 0) logger.info({ migrations: ran }, 'the database was brought to this version');
  const http = await listen(given);
  const config: Config = withPort(given, http.port);

  const db = createDatabase({
    url,
    maxConnections: config.database.connections,
    isPooled: url !== listenUrl,
    onError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  closers.push(() => closeDatabase(db), http.close);
  const retentionMs = config.liveRetentionDays * 24 * 60 * 60 * 1000;
  const liveFeed = await startLiveFeed({ db, listenUrl, logger, retentionMs });
  closers.push(() => liveFeed.stop());
  const metrics = createMetrics({ process: true });
  const ports: ChatPorts & MailPorts = {
    db,
    queue: createQueue(),
    liveFeed,
    files: openFileStore(config),
    pictures: createPictureSource({ hosts: config.pictureHosts, logger }),
    selectors: createSelectorSource({ from: config.selectorsFrom, logger, now: Date.now }),
    webhooks: createWebhookCaller({ origins: config.webhookOrigins }),
    vault: createVault(config.vaultKeys),
    clock: createClock(config.clockScale),
    config,
    logger,
    metrics,
    chat: createSlackChat({ ...config.slack, timeoutMs: config.chat.timeoutMs }),
    intake: createSlackIntake(config.slack.signingSecret),
    mail: createMailProviders(config),
  };
  const inbox = createInbox(ports);
  await removeAbandonedDrafts(config.filesDir, ports.clock.now());

  const mailer = createMailer(config);
  const accounts = createAccounts({ db, config, publicUrl: config.publicUrl, mailer, logger });
  const worker = await startWorker({
    url: listenUrl,
    handlers: createJobs(ports, inbox, mailer),
    logger,
    concurrency: config.workerConcurrency,
    observe: metrics.jobEnded,
  });
  closers.push(() => worker.stop(5000));
  metrics.watch('jobs', 'Jobs in the queue, by state.', async () => ({ ...(await worker.count()) }));
  metrics.watch('audit_chains', 'Audit chains of teams, as last checked.', () => countCheckedChains(db));
  metrics.watch('mailboxes', 'Connected mailboxes, by state.', () => countMailboxes(ports));
  metrics.watch('live_clients', 'Clients that follow the live feed here.', async () => ({ '': liveFeed.count() }));

  const migrations = await readMigrations();
  const checks = {
    database: async () => void (await db.$client.query('select 1')),
    migrations: () => must(isMigrated(db.$client, migrations)),
    queue: () => must(worker.isHealthy()),
    'live feed': () => must(liveFeed.isHealthy()),
  };
  http.serve(createApp({ ports, accounts, chat: { ports, inbox }, mail: ports, metrics, checks }));
  startChat(ports, inbox, closers);
  logger.info({ url: config.publicUrl, port: http.port, pid: process.pid }, 'listening');
  await showSetupLink(ports);
}

/** Takes up what was left, and receives events over a socket where one is configured. */
function startChat(ports: ChatPorts, inbox: Inbox, closers: Closers): void {
  const upkeep = startChatUpkeep(ports, inbox);
  closers.push(() => upkeep.stop());
  const { client, signingSecret, appToken, apiUrl } = ports.config.slack;
  if (client !== undefined && signingSecret === undefined && appToken === undefined)
    ports.logger.warn('Slack can tell the server nothing: set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN');
  if (appToken === undefined) return;
  const onGap = () => void requestReconciliation(ports).catch(() => undefined);
  const interact = (body: unknown) => receiveInteraction(ports, body);
  const { logger } = ports;
  const socket = startSlackSocket({ appToken, apiUrl, accept: inbox.accept, interact, onGap, logger });
  closers.push(() => socket.stop());
}

/** Printed for the person at the console and kept out of the log: whoever opens it owns the server. */
async function showSetupLink(ports: Ports): Promise<void> {
  const token = await prepareSetup(ports);
  if (token === undefined) return;
  process.stdout.write(`\nSet up Sidethread (once, within a day): ${ports.config.publicUrl}/setup/${token}\n\n`);
}

/** The database's addresses: the given one, or the embedded one once it runs. */
async function openDatabase(
  config: Config,
  logger: Logger,
  closers: Closers,
): Promise<{ url: string; listenUrl: string }> {
  if (config.database.url !== undefined) {
    return { url: config.database.url, listenUrl: config.database.listenUrl ?? config.database.url };
  }
  const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir, logger });
  closers.push(() => embedded.stop());
  logger.info({ dataDir: config.dataDir, adopted: embedded.adopted }, 'the embedded database runs');
  return { url: embedded.url, listenUrl: embedded.url };
}

interface HttpServer {
  readonly port: number;
  /** Answers with the app from now on; until then every request is told to come back. */
  serve(app: App): void;
  /** Ends once running requests have, or after two seconds. */
  close(): Promise<void>;
}

/** Listens before anything else is built, since sign-in and links need the port that was found. */
async function listen(config: Config): Promise<HttpServer> {
  let app: App | undefined;
  const server = createAdaptorServer({
    fetch: (request, env) => app?.fetch(request, env as HttpBindings) ?? comeBack(),
  });
  server.listen({ port: config.port, host: config.host });
  await once(server, 'listening').catch((error: unknown) => {
    const why = `The server can't listen on ${config.host}:${config.port} (${String(error)}): set PORT or HOST.`;
    throw new StartRefused(why);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : config.port,
    serve: (ready) => {
      app = ready;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Live streams were ended before; what is left are idle connections and the slow.
      const force = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000);
      await closed;
      clearTimeout(force);
    },
  };
}

function comeBack(): Response {
  return toProblemResponse(
    new Problem('unavailable', 'The server is starting; try again in a moment.', { retryAfterMs: 1000 }),
  );
}

/** With PORT 0 and no PUBLIC_URL, the address where the server is found is known only now. */
function withPort(config: Config, port: number): Config {
  const isDefault = config.publicUrl === localUrl(config.host, config.port);
  return { ...config, port, publicUrl: isDefault ? localUrl(config.host, port) : config.publicUrl };
}

/** Resolves when the server was told to stop and has; a second signal ends it at once. */
async function stopOnSignals(logger: Logger, closers: Closers): Promise<void> {
  const told = Promise.withResolvers<string>();
  let toldAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A terminal and a package manager each pass on the same Ctrl+C; only a later one is a second wish.
      if (toldAt !== undefined && Date.now() - toldAt > 1000) process.exit(1);
      toldAt ??= Date.now();
      told.resolve(signal);
    });
  }
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      logger.fatal({ err: error }, 'a fault that nothing handled; the server stops');
      process.exitCode = 1;
      toldAt ??= Date.now();
      told.resolve(fault);
    });
  }
  logger.info({ because: await told.promise }, 'stopping');
  await closeAll(closers, logger);
  logger.info('stopped');
}

/** Ends what was started, newest first; one that fails does not keep the others from ending. */
async function closeAll(closers: Closers, logger: Logger): Promise<void> {
  for (const close of closers.splice(0).toReversed()) {
    await close().catch((error: unknown) => logger.error({ err: error }, 'a part did not stop cleanly'));
  }
}

async function must(isWell: boolean | Promise<boolean>): Promise<void> {
  if (!(await isWell)) throw new Error('not well');
}

try {
  await main();
  process.exit();
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
