import { createSlackChat } from '#server/providers/slack/create-slack-chat.ts';
import { botScopes, personScopes } from '#server/providers/slack/authorize.ts';
import type { ChatAccess } from '#server/ports/chat.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { parts, type ChatSubject, type Part } from './subject.ts';

/** All of them. */
export const strictParts: readonly Part[] = parts;

export interface StrictSubject extends ChatSubject {
  readonly slack: SlackStandIn;
  /** A person's own word. */
  asPerson(name: string): ChatAccess;
}

/** Our strict stand-in, connected without a browser. `timeoutMs`: how long the chat waits for each answer. */
export async function createStrictSlack(timeoutMs = 10_000): Promise<StrictSubject> {
  const slack = await createSlackStandIn({ tokenRotation: true });
  const { botToken, botUserId } = slack.install(botScopes, ['customers']);
  const { teamId, domain } = slack.workspace;
  const authorizeUrl = `${slack.url}/oauth/v2/authorize`;
  const client = { clientId: slack.app.clientId, clientSecret: slack.app.clientSecret };
  const access: ChatAccess = {
    token: botToken,
    botUserId,
    appId: slack.app.id,
    externalTeamId: teamId,
    workspaceUrl: `https://${domain}.slack.com/`,
    asPerson: false,
  };
  const ben = slack.workspace.getUser('ben');
  return {
    name: 'strict stand-in',
    slack,
    chat: createSlackChat({ apiUrl: slack.apiUrl, authorizeUrl, client, timeoutMs }),
    access,
    channelId: slack.workspace.getChannel('customers').id,
    person: { chatUserId: ben.id, email: ben.email ?? '', name: ben.displayName || ben.realName },
    asPerson: (name) => ({ ...access, token: slack.issueToken('user', personScopes, name), asPerson: true }),
    say: async (threadTs, text) => slack.say({ channel: 'customers', user: 'ben', text, threadTs }),
    archive: async () => slack.archive('customers'),
    close: () => slack.close(),
  };
}
