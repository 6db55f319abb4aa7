import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { createSlackClock } from './clock.ts';
import { addControlRoutes } from './control-routes.ts';
import { EventHub } from './events.ts';
import { Faults } from './faults.ts';
import { addFileRoutes } from './file-transfer.ts';
import { Grants } from './grants.ts';
import { createIdTokenSigner, type IdTokenSigner } from './id-token.ts';
import { createSecret, createSlackId } from './ids.ts';
import { Interactivity } from './interactivity.ts';
import type { SlackApp } from './model.ts';
import { addAuthorizeRoutes, addPageRoutes } from './pages/routes.ts';
import { RateLimits, type LimitOptions } from './rate-limits.ts';
import { DEFAULT_SEED, type SlackSeed } from './seed.ts';
import { SocketMode } from './socket-mode.ts';
import { addWorkspace, SlackStandIn } from './stand-in.ts';
import type { SlackState } from './state.ts';
import { TokenStore } from './tokens.ts';
import { answerApiCall } from './web-api/dispatch.ts';

export { SlackStandIn } from './stand-in.ts';

/** How the stand-in is built; everything has a default. */
export interface SlackStandInOptions {
  seed?: SlackSeed;
  /** How many times faster than in reality Slack's durations pass; default 1. */
  clockScale?: number;
  signingSecret?: string;
  clientId?: string;
  clientSecret?: string;
  appName?: string;
  /** Bot and user tokens live 12 h and come with a refresh token. */
  tokenRotation?: boolean;
  /** Which of Slack's limits are enforced; default none. */
  limits?: LimitOptions;
  /** Seed of the random faults; default 1. */
  faultSeed?: number;
  /** Beginnings of the addresses that the app may return to; default any. */
  redirectUris?: string[];
}

/** Starts a stand-in for Slack on a free port of 127.0.0.1. */
export async function createSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const { state, signer } = createState(options);
  const workspace = addWorkspace(state, options.seed ?? DEFAULT_SEED);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.on(['GET', 'POST'], '/api/:method', (context) => answerApiCall(context, state));
  addFileRoutes(app, state);
  addAuthorizeRoutes(app, state, signer);
  addPageRoutes(app, state);
  addControlRoutes(app, () => standIn);
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.on('upgrade', (request, socket, head) => state.sockets.accept(request, socket, head));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The Slack stand-in got no port');
  state.url = `http://127.0.0.1:${address.port}`;
  state.sockets.baseUrl = `ws://127.0.0.1:${address.port}`;
  const standIn = new SlackStandIn(state, workspace, server);
  return standIn;
}

function createState(options: SlackStandInOptions): { state: SlackState; signer: IdTokenSigner } {
  const app: SlackApp = {
    id: createSlackId('A'),
    name: options.appName ?? 'Sidethread',
    clientId: options.clientId ?? '1000000000001.2000000000002',
    clientSecret: options.clientSecret ?? createSecret(16),
    signingSecret: options.signingSecret ?? createSecret(16),
  };
  const clock = createSlackClock(options.clockScale ?? 1);
  const workspaces: SlackState['workspaces'] = new Map();
  const nameChannel = (channelId: string) =>
    [...workspaces.values()].map((each) => each.channels.get(channelId)?.name).find((name) => name !== undefined) ??
    channelId;
  const faults = new Faults(options.faultSeed ?? 1, nameChannel);
  const sockets = new SocketMode(app.id);
  const signer = createIdTokenSigner(app.clientId, () => state.url);
  const state: SlackState = {
    app,
    clock,
    faults,
    sockets,
    interactivity: new Interactivity(app, sockets),
    whispers: [],
    workspaces,
    tokens: new TokenStore(options.tokenRotation ?? false),
    limits: new RateLimits(clock, options.limits ?? {}),
    events: new EventHub(app, clock, faults, sockets),
    grants: new Grants(),
    signIdToken: signer.sign,
    redirectUris: options.redirectUris,
    calls: [],
    callListeners: new Set(),
    url: '',
  };
  return { state, signer };
}
