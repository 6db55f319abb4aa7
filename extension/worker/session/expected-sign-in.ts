import browser from 'webextension-polyfill';
import type { Sessions } from './sessions.ts';

interface Expected {
  serverUrl: string;
  /** Epoch ms. */
  at: number;
}

const key = 'expected-sign-in';
/** Who answers the browser's question later than this has forgotten what they began. */
const patienceMs = 10 * 60_000;

/**
 * Signing in outlives the view where it began: the browser's question whether we may reach the server takes the focus
 * and closes the popup, and only the worker hears the answer.
 */
export interface ExpectedSignIn {
  expect(serverUrl: string): Promise<void>;
  /** Somebody asked directly, or gave up. */
  forget(): Promise<void>;
}

const forget = (): Promise<void> => browser.storage.session.remove(key);

/** Builds it and goes on with what is expected as soon as its server may be reached. */
export function createExpectedSignIn(sessions: Sessions, now: () => number): ExpectedSignIn {
  async function goOn(): Promise<void> {
    const stored = await browser.storage.session.get(key);
    const expected = stored[key] as Expected | undefined;
    if (expected === undefined || now() - expected.at > patienceMs) return;
    const { protocol, hostname } = new URL(expected.serverUrl);
    if (!(await browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] }))) return;
    await forget();
    // Why it fails is kept and shown by whichever view comes next.
    await sessions.begin(expected.serverUrl).catch(() => undefined);
  }

  browser.permissions.onAdded.addListener(() => void goOn());
  return {
    expect: (serverUrl) => browser.storage.session.set({ [key]: { serverUrl, at: now() } satisfies Expected }),
    forget,
  };
}
