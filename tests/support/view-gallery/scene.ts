import type { RequestName, Topics } from '#extension/messaging/protocol.ts';
import * as f from './fixtures.ts';

/** One state of one view. */
export interface Scene {
  view: 'sidebar' | 'popup' | 'options' | 'inbox' | 'welcome';
  topics: Partial<Topics>;
  storage?: Record<string, unknown>;
  problems?: Partial<Record<RequestName, string>>;
  /** What the worker answers here instead of what it answers everywhere. */
  answers?: Partial<Record<RequestName, unknown>>;
  /** Section of the options page. */
  section?: string;
  /** Selectors of what a person presses before the picture is as meant; the same in every language. */
  press?: readonly string[];
  /** Selector of what then comes by itself. */
  until?: string;
}

/** Somebody of the team, with everything in order. */
export const signedIn: Partial<Topics> = {
  session: f.session(),
  connection: { state: 'online' },
  inbox: { cards: f.cards, fetchedAt: Date.now() },
  teammates: f.teammates,
  chat: f.chat,
  pages: f.pages(),
};

export const offline = {
  state: 'offline',
  since: Date.now() - 26 * 60_000,
  reason: 'The server did not answer.',
} as const;
