import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from '#server/app.ts';
import { createClock } from '#server/kernel/clock.ts';
import { localUrl, readConfig } from '#server/kernel/config.ts';
import { createLogger } from '#server/kernel/logger.ts';
import { createMetrics } from '#server/kernel/metrics.ts';
import { createAccounts } from '#server/platform/auth/create-accounts.ts';
import { createFileStore } from '#server/platform/files/create-file-store.ts';
import { startLiveFeed } from '#server/platform/live-feed/start-live-feed.ts';
import { createMailer } from '#server/platform/mailer/create-mailer.ts';
import { createPictureSource } from '#server/platform/pictures/create-picture-source.ts';
import { createQueue } from '#server/platform/queue/create-queue.ts';
import { createSelectorSource } from '#server/platform/selectors/create-selector-source.ts';
import { createVault } from '#server/platform/vault/create-vault.ts';
import { createWebhookCaller } from '#server/platform/webhooks/create-webhook-caller.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import { createInbox } from '#server/domain/chat/index.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import { createSlackChat } from '#server/providers/slack/create-slack-chat.ts';
import { createSlackIntake } from '#server/providers/slack/read-event.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { createTestDatabase } from './test-database.ts';

export interface TestApp {
  readonly url: string;
  readonly ports: ChatPorts & MailPorts;
  readonly accounts: Accounts;
  /** Undefined unless SMTP_URL is set. */
  readonly mailer: Mailer | undefined;
  /** Direct connection string of the database. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Settings besides where data lies and how the server is reached. */
  readonly env?: Readonly<Record<string, string>>;
  /** For those who must know the address before; by default a free one. */
  readonly port?: number;
}

/** The whole server but for its jobs, in this process, on a database of its own and a free port. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sidethread-test-app-'));
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env as object) });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = localUrl('127.0.0.1', port);
  const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: url, LOG_LEVEL: 'silent', ...options.env });
  const logger = createLogger(config.logLevel);
  const { db } = database;
  const liveFeed = await startLiveFeed({ db, listenUrl: database.url, logger, retentionMs: 86_400_000 });
  const metrics = createMetrics();
  const ports: ChatPorts & MailPorts = {
    db,
    queue: createQueue(),
    liveFeed,
    files: createFileStore(config.filesDir),
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
  const mailer = createMailer(config);
  const accounts = createAccounts({ db, config, publicUrl: config.publicUrl, logger, mailer });
  const app = createApp({
    ports,
    accounts,
    chat: { ports, inbox: createInbox(ports) },
    mail: ports,
    metrics,
    checks: {},
  });
  return {
    url,
    ports,
    accounts,
    mailer,
    databaseUrl: database.url,
    close: async () => {
      await liveFeed.stop();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
