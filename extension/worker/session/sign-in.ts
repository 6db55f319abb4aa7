import { z } from 'zod';
import browser from 'webextension-polyfill';
import { t } from '#extension/language/t.ts';
import { RequestRefused } from '../../messaging/answer-request.ts';
import { createApi } from '../sync/api-client.ts';
import { AnsweredElsewhere, askServer } from '../sync/ask-server.ts';
import { createProofKey, randomText } from './pkce.ts';
import { readServerUrl } from './server-url.ts';
import type { StoredSession } from './session-store.ts';

const TokenAnswer = z.object({ token: z.string().min(1).max(500) });
const tokenWithinMs = 20_000;
const beatMs = 20_000;

/**
 * Signs this browser in: the server's own page asks who it is, in a window of the browser (OAuth 2.0 code flow with
 * PKCE, RFC 7636), and the answer comes back to this extension's own address only.
 * @throws RequestRefused with a sentence.
 */
export async function signIn(
  serverUrlText: string,
  findTeamOf: (userId: string) => string | undefined,
): Promise<StoredSession> {
  const serverUrl = readServerUrl(serverUrlText);
  if (serverUrl === undefined) {
    throw refused('invalid-input', t('signIn.badAddress'));
  }
  await checkServer(serverUrl);
  const { verifier, challenge } = await createProofKey();
  const redirectUri = browser.identity.getRedirectURL();
  const code = await askForCode(serverUrl, { challenge, redirectUri });
  const token = await redeemCode(serverUrl, { code, verifier, redirectUri });
  const view = await createApi({ serverUrl, token, teamId: null }).session.get.query();
  const remembered = view.teams.find(({ teamId }) => teamId === findTeamOf(view.user.id));
  const team = remembered ?? view.teams[0];
  if (team === undefined) {
    throw refused('not-allowed', t('signIn.noTeam'));
  }
  return { serverUrl, token, teamId: team.teamId, view };
}

/** Opening a window on an address where nothing answers would only show the browser's error page. */
async function checkServer(serverUrl: string): Promise<void> {
  try {
    await askServer(`${serverUrl}/trpc/session.get`, { signal: AbortSignal.timeout(tokenWithinMs) });
  } catch (error) {
    const text = error instanceof AnsweredElsewhere ? 'signIn.notOurs' : 'signIn.noServer';
    throw refused('unavailable', t(text, { url: serverUrl }));
  }
}

async function askForCode(serverUrl: string, proof: { challenge: string; redirectUri: string }): Promise<string> {
  const state = randomText();
  const url = new URL('/extension/authorize', serverUrl);
  url.search = new URLSearchParams({
    client_id: browser.runtime.id,
    redirect_uri: proof.redirectUri,
    state,
    code_challenge: proof.challenge,
    code_challenge_method: 'S256',
    device_name: await describeDevice(),
  }).toString();
  const answer = await openAuthWindow(url.href, t('signIn.stopped'));
  if (answer.get('state') !== state) {
    throw refused('not-allowed', t('signIn.strangeAnswer'));
  }
  const code = answer.get('code');
  if (code === null) {
    throw refused('not-allowed', answer.get('error_description') ?? t('signIn.refused'));
  }
  return code;
}

/** Opens an address in a sign-in window and answers the parameters with which it came back to this extension. */
export async function openAuthWindow(url: string, stoppedSentence: string): Promise<URLSearchParams> {
  // The browser's text differs from browser to browser and says nothing a person can act on.
  const redirected = await whileAwake(browser.identity.launchWebAuthFlow({ url, interactive: true })).catch(
    () => undefined,
  );
  if (redirected === undefined) throw refused('unavailable', stoppedSentence);
  return new URL(redirected).searchParams;
}

/** A person may take minutes, the popup that asked is closed by then, and the browser would take the worker for idle. */
async function whileAwake<Value>(work: Promise<Value>): Promise<Value> {
  const beat = setInterval(() => void browser.runtime.getPlatformInfo(), beatMs);
  return work.finally(() => clearInterval(beat));
}

async function redeemCode(
  serverUrl: string,
  proof: { code: string; verifier: string; redirectUri: string },
): Promise<string> {
  const answer = await askServer(`${serverUrl}/extension/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: proof.code, code_verifier: proof.verifier, redirect_uri: proof.redirectUri }),
    signal: AbortSignal.timeout(tokenWithinMs),
  }).catch(() => undefined);
  if (answer === undefined) throw refused('unavailable', t('signIn.serverLeft'));
  const body = TokenAnswer.safeParse(await answer.json().catch(() => undefined));
  if (!answer.ok || !body.success) {
    throw refused('not-allowed', t('signIn.tooSlow'));
  }
  return body.data.token;
}

/** How the device list names this browser. */
async function describeDevice(): Promise<string> {
  const { os } = await browser.runtime.getPlatformInfo();
  const systems: Record<string, string> = { mac: 'macOS', win: 'Windows', linux: 'Linux', cros: 'ChromeOS' };
  const isFirefox = browser.runtime.getManifest().browser_specific_settings !== undefined;
  return t('signIn.device', { browser: isFirefox ? 'Firefox' : 'Chromium', system: systems[os] ?? os });
}

function refused(code: RequestRefused['problem']['code'], message: string): RequestRefused {
  return new RequestRefused({ code, message });
}
