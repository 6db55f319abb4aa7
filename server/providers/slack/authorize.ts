import { z } from 'zod';
import type { ChatGrant, ChatOutcome, ChatSignIn, ChatTokens } from '#server/ports/chat.ts';
import { done, refuse } from './outcome.ts';
import { mapDone, type SlackClient } from './slack-client.ts';

/** What the bot may do; the same list is in the app's manifest. */
export const botScopes = [
  'channels:history',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'reactions:read',
  'reactions:write',
  'users:read',
  'users:read.email',
];
/** What a person may lend us, so that what they do here is theirs in Slack too. */
export const personScopes = ['chat:write', 'reactions:write', 'files:write'];

const Tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  scope: z.string().default(''),
});

const Access = z.object({
  app_id: z.string(),
  team: z.object({ id: z.string(), name: z.string().nullish() }),
  bot_user_id: z.string().optional(),
  authed_user: z.object({ id: z.string() }).loose(),
});

/** OAuth v2 (docs.slack.dev/authentication/installing-with-oauth) with token rotation. */
export function createSignIn(client: SlackClient): ChatSignIn {
  return {
    authorizeUrl: (purpose, state, redirectUri) => {
      const url = new URL(client.settings.authorizeUrl);
      url.searchParams.set('client_id', client.settings.client?.clientId ?? '');
      if (purpose === 'install') url.searchParams.set('scope', botScopes.join(','));
      else url.searchParams.set('user_scope', personScopes.join(','));
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      return url.toString();
    },
    exchange: (code, redirectUri) => exchange(client, code, redirectUri),
    refresh: async (refreshToken) => {
      const answer = await client.call(undefined, (web) =>
        web.oauth.v2.access({ ...clientOf(client), grant_type: 'refresh_token', refresh_token: refreshToken }),
      );
      if (answer.outcome === 'refused' && answer.providerError === 'invalid_refresh_token')
        return refuse('signed-out', answer.providerError);
      if (answer.outcome !== 'done') return answer;
      const tokens = Tokens.safeParse(answer.value);
      return tokens.success ? done(toTokens(tokens.data)) : unclear();
    },
    test: async (token) => mapDone(await client.call(token, (web) => web.auth.test()), () => null),
    revoke: async (token) => mapDone(await client.call(token, (web) => web.auth.revoke({})), () => null),
  };
}

async function exchange(client: SlackClient, code: string, redirectUri: string): Promise<ChatOutcome<ChatGrant>> {
  const answer = await client.call(undefined, (web) =>
    web.oauth.v2.access({ ...clientOf(client), code, redirect_uri: redirectUri }),
  );
  if (answer.outcome !== 'done') return answer;
  const access = Access.safeParse(answer.value);
  if (!access.success) return unclear();
  const { app_id: appId, team, bot_user_id: botUserId, authed_user: authedUser } = access.data;
  const bot = Tokens.safeParse(answer.value).data;
  const person = Tokens.safeParse(authedUser).data;
  const token = bot?.access_token ?? person?.access_token;
  if (token === undefined) return unclear();
  const self = await client.call(token, (web) => web.auth.test());
  if (self.outcome !== 'done') return self;
  const botId = self.value.bot_id ?? '';
  return done({
    appId,
    externalTeamId: team.id,
    workspaceName: team.name ?? self.value.team ?? team.id,
    workspaceUrl: self.value.url ?? '',
    chatUserId: authedUser.id,
    bot: bot === undefined || botUserId === undefined ? null : { ...toTokens(bot), botUserId, botId },
    person: person === undefined ? null : toTokens(person),
  });
}

function clientOf(client: SlackClient): { client_id: string; client_secret: string } {
  const { clientId = '', clientSecret = '' } = client.settings.client ?? {};
  return { client_id: clientId, client_secret: clientSecret };
}

function toTokens(tokens: z.infer<typeof Tokens>): ChatTokens {
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    expiresAt: tokens.expires_in === undefined ? null : new Date(Date.now() + tokens.expires_in * 1000),
    scopes: tokens.scope,
  };
}

function unclear(): ChatOutcome<never> {
  return { outcome: 'uncertain', reason: 'Slack’s answer was not clear.' };
}
