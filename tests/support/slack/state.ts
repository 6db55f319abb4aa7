import type { SlackClock } from './clock.ts';
import type { EventHub } from './events.ts';
import type { Faults } from './faults.ts';
import type { Grants } from './grants.ts';
import type { Interactivity } from './interactivity.ts';
import type { SlackApp } from './model.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SocketMode } from './socket-mode.ts';
import type { TokenStore } from './tokens.ts';
import type { Workspace } from './workspace.ts';

/** One call as the log keeps it. */
export interface ApiCallRecord {
  /** Milliseconds since 1970. */
  at: number;
  method: string;
  token: 'bot' | 'user' | 'app' | 'none';
  userId: string | undefined;
  channel: string | undefined;
  args: Record<string, unknown>;
  /** "ok", Slack's error code, or the fault that struck. */
  outcome: string;
  /** Whether it took effect (a dropped answer can hide that it did). */
  isPerformed: boolean;
}

/** Everything that the parts of the stand-in share. */
export interface SlackState {
  app: SlackApp;
  clock: SlackClock;
  workspaces: Map<string, Workspace>;
  tokens: TokenStore;
  limits: RateLimits;
  faults: Faults;
  events: EventHub;
  sockets: SocketMode;
  interactivity: Interactivity;
  /** What the app told single people, newest last. */
  whispers: { channelId: string; userId: string; threadTs: string | undefined; text: string }[];
  grants: Grants;
  /** Writes an OpenID Connect id token over these claims, signed with the stand-in's key. */
  signIdToken: (claims: Record<string, unknown>) => string;
  /** Beginnings of the addresses that the app may return to; undefined allows any. */
  redirectUris: string[] | undefined;
  calls: ApiCallRecord[];
  /** Told of each call once its outcome is known. */
  callListeners: Set<(call: ApiCallRecord) => void>;
  /** Where the stand-in listens, without a slash at its end; known once it does. */
  url: string;
}
