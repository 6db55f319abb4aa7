import { currentLanguage } from '#extension/language/language.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import { ApiTokenId } from '#shared/contract/ids.ts';
import type { Core } from '../core.ts';
import type { Reread } from '../reread.ts';

type Names = Extract<keyof Handlers, `team.${string}` | `device.${string}` | `api-token.${string}` | 'webmail.losses'>;

/** The team's people and this person's devices. */
export function teamRequests(core: Core, reread: Reread): Pick<Handlers, Names> {
  return {
    'team.members': async () => {
      const role = core.session.findTeam()?.role;
      const mayInvite = role === 'owner' || role === 'admin';
      const [members, invitations] = await Promise.all([
        core.call((api) => api.teams.members.query()),
        mayInvite ? core.call((api) => api.teams.invitations.query()) : [],
      ]);
      return { members, invitations };
    },
    'api-token.list': () => core.call((api) => api.apiTokens.list.query()),
    'api-token.create': (input) => core.call((api) => api.apiTokens.create.mutate(input)),
    'api-token.revoke': async ({ id }) => {
      await core.call((api) => api.apiTokens.revoke.mutate({ id: ApiTokenId.parse(id) }));
      return null;
    },
    'team.invite': (input) => core.call((api) => api.teams.invite.mutate({ ...input, language: currentLanguage() })),
    'team.cancel-invitation': async (input) => {
      await core.call((api) => api.teams.cancelInvitation.mutate(input));
      return null;
    },
    'team.set-role': async (input) => {
      await core.call((api) => api.teams.setRole.mutate(input));
      await reread.teammates();
      return null;
    },
    'team.remove-member': async (input) => {
      await core.call((api) => api.teams.removeMember.mutate(input));
      await reread.teammates();
      return null;
    },
    'team.departure': (input) => core.call((api) => api.teams.departure.query(input)),
    'team.leave': async (input) => {
      await core.call((api) => api.teams.leave.mutate(input));
      await reread.session();
      return null;
    },
    'team.rename': async (input) => {
      await core.call((api) => api.teams.rename.mutate(input));
      await reread.session();
      return null;
    },
    'team.set-presence': async (input) => {
      await core.call((api) => api.teams.setPresence.mutate(input));
      await reread.session();
      return null;
    },
    'webmail.losses': () => core.call((api) => api.webmail.losses.query()),
    'device.list': () => core.call((api) => api.devices.list.query()),
    'device.revoke': async (input) => {
      await core.call((api) => api.devices.revoke.mutate(input));
      return null;
    },
  };
}
