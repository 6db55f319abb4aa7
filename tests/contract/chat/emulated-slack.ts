import { WebClient } from '@slack/web-api';
import { createEmulator } from 'emulate';
import { createSlackChat } from '#server/providers/slack/create-slack-chat.ts';
import type { ChatSubject, Part } from './subject.ts';

/**
 * What emulate's Slack has. The rest it lacks: it takes any token and any channel, knows no confirmed addresses, no
 * guests, no limits, no rotation, no faults, and drops the name and picture of a post.
 */
export const emulatedParts: readonly Part[] = [
  'card',
  'post',
  'edit',
  'delete',
  'react',
  'look up',
  'read a thread',
  'archived channel',
  'missing channel',
  'list channels',
  'person',
  'group',
  'files',
];

const client = { clientId: '10.20', clientSecret: 'emulated-secret' };
const redirectUri = 'http://127.0.0.1/slack/oauth';
const email = 'ben@northwind.example';

/** A second opinion that nobody here wrote: emulate 0.12.2's Slack, connected by its own OAuth. */
export async function createEmulatedSlack(): Promise<ChatSubject> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Northwind', domain: 'northwind' },
        users: [{ name: 'ben', real_name: 'Ben Okafor', email }],
        channels: [{ name: 'customers' }],
        oauth_apps: [
          {
            client_id: client.clientId,
            client_secret: client.clientSecret,
            app_id: 'A000000001',
            name: 'Sidethread',
            redirect_uris: [redirectUri],
            scopes: [
              'chat:write',
              'channels:read',
              'channels:history',
              'channels:join',
              'reactions:write',
              'users:read',
            ],
            bot_name: 'sidethread',
          },
        ],
      },
    },
  });
  const apiUrl = `${emulator.url}/api/`;
  const chat = createSlackChat({ apiUrl, authorizeUrl: `${emulator.url}/oauth/v2/authorize`, client, timeoutMs: 5000 });
  const anyone = new WebClient('xoxp-anyone', { slackApiUrl: apiUrl });
  const ben = (await anyone.users.lookupByEmail({ email })).user?.id ?? '';
  const granted = await chat.signIn.exchange(await consent(emulator.url, ben), redirectUri);
  if (granted.outcome !== 'done' || granted.value.bot === null || granted.value.person === null)
    throw new Error(`emulate did not connect: ${JSON.stringify(granted)}`);
  const { bot, person, appId, externalTeamId, workspaceUrl } = granted.value;
  const asBot = new WebClient(bot.accessToken, { slackApiUrl: apiUrl });
  const asBen = new WebClient(person.accessToken, { slackApiUrl: apiUrl });
  const channels = (await asBot.conversations.list({})).channels ?? [];
  const channelId = channels.find((channel) => channel.name === 'customers')?.id ?? '';
  await asBot.conversations.join({ channel: channelId });
  return {
    name: 'emulate 0.12.2',
    chat,
    access: {
      token: bot.accessToken,
      botUserId: bot.botUserId,
      appId,
      externalTeamId,
      workspaceUrl,
      asPerson: false,
    },
    channelId,
    person: { chatUserId: ben, email, name: 'ben' },
    say: async (threadTs, text) => {
      const said = await asBen.apiCall('chat.postMessage', { channel: channelId, thread_ts: threadTs, text });
      return 'ts' in said ? String(said.ts) : '';
    },
    archive: async () => void (await asBot.conversations.archive({ channel: channelId })),
    close: () => emulator.close(),
  };
}

/** What a person does on the authorize page. */
async function consent(url: string, userId: string): Promise<string> {
  const answer = await fetch(`${url}/oauth/v2/authorize/callback`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      user_id: userId,
      redirect_uri: redirectUri,
      scope: 'chat:write,channels:read,channels:history,reactions:write,users:read,files:write',
      user_scope: 'chat:write',
      state: 'state',
      client_id: client.clientId,
    }),
  });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
