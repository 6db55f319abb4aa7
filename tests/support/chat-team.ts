import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { extensionId } from '#shared/extension-id.ts';
import type { Database } from '#server/db/client.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { addTestMember, addTestTeam, type TestPerson } from './people.ts';
import type { SlackStandIn } from './slack/index.ts';

export type Client = TRPCClient<AppRouter>;

/** A team whose people are in the stand-in's workspace under the same addresses. */
export interface ChatTeam {
  readonly teamId: string;
  /** Ana, the owner; an administrator in Slack. */
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  /** The server's procedures as this person calls them over HTTP. */
  as(person: TestPerson, url: string): Client;
}

/** What the server needs to know of the stand-in. */
export function slackSettings(slack: SlackStandIn): Record<string, string> {
  return {
    SLACK_CLIENT_ID: slack.app.clientId,
    SLACK_CLIENT_SECRET: slack.app.clientSecret,
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    SLACK_ISSUER: slack.url,
    SLACK_AUTHORIZE_URL: `${slack.url}/oauth/v2/authorize`,
  };
}

export async function createChatTeam(db: Database): Promise<ChatTeam> {
  const owner = { name: 'Ana Duarte', email: 'ana@northwind.example' };
  const { teamId, owner: ana } = await addTestTeam(db, { name: 'Northwind', owner });
  const ben = await addTestMember(db, teamId, { name: 'Ben Okafor', email: 'ben@northwind.example', role: 'member' });
  return {
    teamId,
    ana,
    ben,
    as: (person, url) =>
      createTRPCClient<AppRouter>({
        links: [
          httpLink({
            url: `${url}/trpc`,
            headers: { authorization: `Bearer ${person.token}`, 'x-sidethread-team': teamId },
          }),
        ],
      }),
  };
}

/** Consents as this Slack user (of another workspace, where one is named) in place of a browser, through Slack's authorize page and our callback. */
export async function consent(
  client: Client,
  slack: SlackStandIn,
  purpose: 'install' | 'link-person',
  slackUser: string,
  workspaceId?: string,
): Promise<void> {
  const redirectUri = `https://${extensionId}.chromiumapp.org/slack`;
  const { url } = await client.chat.begin.mutate({ purpose, redirectUri });
  const callback = slack.authorize(workspaceId === undefined ? url : `${url}&team=${workspaceId}`, slackUser);
  const answer = await fetch(callback, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '').searchParams;
  await client.chat.finish.mutate({ state: back.get('state') ?? '', code: back.get('code') ?? '' });
}
