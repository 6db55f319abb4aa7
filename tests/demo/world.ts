import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { launchChromium } from '#tests/support/chromium.ts';
import { buildExtension } from '#tests/support/extension.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { larkfieldSlack, owner, people } from '#tests/support/larkfield.ts';
import { company, listThreads, mara } from '#tests/support/mail-data.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { joinTeam, setUpTeam, signIn } from '#tests/support/team-over-http.ts';

/** Everything the demo runs on, all of it on this machine and in one temporary folder. */
export interface World {
  readonly folder: string;
  readonly slack: SlackStandIn;
  readonly server: ServerProcess;
  readonly context: BrowserContext;
  readonly gmail: GmailStandIn;
  close(): Promise<void>;
}

/** Starts Slack's stand-in, the server on its own database, a team of three, and Chromium with the extension. */
export async function createWorld(options: { headless: boolean; theme: 'light' | 'dark' }): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-demo-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) await end();
  };
  try {
    const extensionDir = await buildExtension();
    const slack = await createSlackStandIn({ seed: larkfieldSlack, appName: 'Sidethread' });
    closers.push(() => slack.close());
    const server = await startServerProcess({ DATA_DIR: join(folder, 'data'), ...slackSettings(slack) });
    closers.push(() => server.stop());
    await slack.setRequestUrls(`${server.url}/slack/events`);
    await setUpTeam(server, owner, company.name);
    const { api } = await signIn(server.url, owner);
    for (const person of people) if (person.email !== owner.email) await joinTeam(server, api, person);

    const userDataDir = join(folder, 'browser');
    await mkdir(userDataDir);
    const context = await launchChromium({
      extensionDir,
      userDataDir,
      headless: options.headless,
      viewport: { width: 1440, height: 860 },
    });
    closers.push(() => context.close());
    const account = { name: mara.name, address: mara.address, threads: listThreads(mara.address) };
    const gmail = await serveGmail(context, { accounts: [account], theme: options.theme });
    return { folder, slack, server, context, gmail, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The server's settings that lead it to the stand-in instead of the real Slack. */
export function slackSettings(slack: SlackStandIn): Record<string, string> {
  return {
    SLACK_CLIENT_ID: slack.app.clientId,
    SLACK_CLIENT_SECRET: slack.app.clientSecret,
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: `${slack.url}/oauth/v2/authorize`,
    SLACK_ISSUER: slack.url,
  };
}
