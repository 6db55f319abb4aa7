import { refuse } from '../refusal.ts';
import { paginate, type ApiMethods, type AuthedCall } from './api-call.ts';
import { viewUser } from './views.ts';

export const USER_METHODS: ApiMethods = {
  'users.info': { tier: 4, scopes: ['users:read'], run: getUserInfo },
  'users.list': { tier: 2, scopes: ['users:read'], run: listUsers },
  'users.lookupByEmail': { tier: 3, scopes: ['users:read.email'], run: lookUpByEmail },
  'bots.info': { tier: 3, scopes: ['users:read'], run: getBotInfo },
  'team.info': { tier: 3, scopes: ['team:read'], run: getTeamInfo },
};

function getUserInfo(call: AuthedCall): Record<string, unknown> {
  const user = call.workspace.users.get(call.args.required('user', 'user_not_found')) ?? refuse('user_not_found');
  return { user: viewUser(user, mayReadEmail(call)) };
}

function listUsers(call: AuthedCall): Record<string, unknown> {
  const { page, next } = paginate(call, [...call.workspace.users.values()], 1000, 1000);
  const members = page.map((user) => viewUser(user, mayReadEmail(call)));
  return { members, cache_ts: Math.floor(Date.now() / 1000), response_metadata: { next_cursor: next } };
}

function lookUpByEmail(call: AuthedCall): Record<string, unknown> {
  const email = call.args.required('email', 'users_not_found').toLowerCase();
  const user = [...call.workspace.users.values()].find(
    (each) => each.email?.toLowerCase() === email && !each.deleted && !each.isBot,
  );
  return { user: viewUser(user ?? refuse('users_not_found'), true) };
}

function getBotInfo(call: AuthedCall): Record<string, unknown> {
  const wanted = call.args.required('bot', 'bot_not_found');
  const bot = [...call.workspace.users.values()].find((user) => user.botId === wanted) ?? refuse('bot_not_found');
  const icons = { image_36: bot.image, image_48: bot.image, image_72: bot.image };
  return {
    bot: {
      id: bot.botId,
      deleted: bot.deleted,
      name: bot.realName,
      updated: 0,
      app_id: bot.appId,
      user_id: bot.id,
      icons,
    },
  };
}

function getTeamInfo(call: AuthedCall): Record<string, unknown> {
  const { teamId, name, domain } = call.workspace;
  return {
    team: {
      id: teamId,
      name,
      domain,
      url: `https://${domain}.slack.com/`,
      email_domain: '',
      icon: { image_default: true },
    },
  };
}

function mayReadEmail(call: AuthedCall): boolean {
  return call.token.scopes.includes('users:read.email');
}
