import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { createId } from '#server/kernel/ids.ts';
import type { Metrics } from '#server/kernel/metrics.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Inbox } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createAuthPages } from './edges/auth/create-auth-pages.ts';
import { createFilesHandler } from './edges/files/create-files-handler.ts';
import { createHealth, type HealthCheck } from './edges/health/create-health.ts';
import { createPicturesHandler } from './edges/pictures/create-pictures-handler.ts';
import { createConnectEmail } from './edges/rest/connect-email.ts';
import { createRest } from './edges/rest/create-rest.ts';
import { createFindCaller } from './edges/rest/find-caller.ts';
import { createTrpcHandler } from './edges/trpc/handler.ts';
import { createMailWebhooks } from './edges/webhooks/mail.ts';
import { createSlackWebhooks } from './edges/webhooks/slack.ts';

export interface AppDeps {
  readonly ports: Ports;
  /** Left out where the server has no chat. */
  readonly chat?: { readonly ports: ChatPorts; readonly inbox: Inbox };
  /** Left out where the server reads no mail. */
  readonly mail?: MailPorts;
  readonly accounts: Accounts;
  readonly metrics: Metrics;
  readonly checks: Readonly<Record<string, HealthCheck>>;
}

export type App = Hono<{ Bindings: HttpBindings }>;

/** Everything the server answers over HTTP. */
export function createApp({ ports, accounts, chat, mail, metrics, checks }: AppDeps): App {
  const app: App = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    const startedAt = performance.now();
    await next();
    metrics.requestEnded(routePath(c, -1), c.req.method, c.res.status, (performance.now() - startedAt) / 1000);
  });
  // With no-referrer, browsers would send "Origin: null" along with our own forms, and these would be refused. Left out
  // is what only Flash, Internet Explorer and the XSS auditors of old read: each header costs every answer.
  app.use(
    secureHeaders({
      crossOriginResourcePolicy: 'cross-origin',
      referrerPolicy: 'same-origin',
      xFrameOptions: 'DENY',
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xXssProtection: false,
    }),
  );
  app.onError((error, c) => {
    const requestId = createId<string>();
    if (!(error instanceof Problem))
      ports.logger.error({ err: error, requestId, method: c.req.method, route: routePath(c, -1) }, 'a request failed');
    return toProblemResponse(error, requestId);
  });
  app.notFound(() => toProblemResponse(new Problem('not-found', 'There is nothing at this address.')));
  app.route('/', createHealth({ checks, metrics, metricsToken: ports.config.metricsToken }));
  // Before the other paths under /auth, which are the sign-in's.
  if (mail !== undefined) addMail(app, mail, accounts);
  app.route('/', createAuthPages({ ports, accounts, publicUrl: ports.config.publicUrl }));
  app.route('/', createTrpcHandler(ports));
  app.route('/', createFilesHandler(ports));
  app.route('/', createRest(ports));
  app.route('/', createPicturesHandler(ports));
  if (chat !== undefined) app.route('/', createSlackWebhooks(chat.ports, chat.inbox));
  return app;
}

function addMail(app: App, mail: MailPorts, accounts: Accounts): void {
  app.route('/', createConnectEmail(mail, createFindCaller(mail, accounts)));
  app.route('/', createMailWebhooks(mail));
}
