import {
  CancelInvitation,
  cancelInvitation,
  InvitePerson,
  invitePerson,
  leaveTeam,
  listInvitations,
  listMembers,
  RemoveMember,
  removeMember,
  RenameTeam,
  renameTeam,
  SetPresence,
  setPresence,
  SetRole,
  setRole,
} from '#server/domain/teams/index.ts';
import { router, teamProcedure } from '../init.ts';

export const teamsRouter = router({
  members: teamProcedure('team.read').query(({ ctx }) => listMembers(ctx.ports, ctx.team)),
  invitations: teamProcedure('team.manage').query(({ ctx }) => listInvitations(ctx.ports, ctx.team)),
  invite: teamProcedure('team.manage')
    .input(InvitePerson)
    .mutation(({ ctx, input }) => invitePerson(ctx.ports, ctx.team, input)),
  cancelInvitation: teamProcedure('team.manage')
    .input(CancelInvitation)
    .mutation(({ ctx, input }) => cancelInvitation(ctx.ports, ctx.team, input)),
  setRole: teamProcedure('team.manage')
    .input(SetRole)
    .mutation(({ ctx, input }) => setRole(ctx.ports, ctx.team, input)),
  removeMember: teamProcedure('team.manage')
    .input(RemoveMember)
    .mutation(({ ctx, input }) => removeMember(ctx.ports, ctx.team, input)),
  leave: teamProcedure('team.read').mutation(({ ctx }) => leaveTeam(ctx.ports, ctx.team)),
  rename: teamProcedure('team.manage')
    .input(RenameTeam)
    .mutation(({ ctx, input }) => renameTeam(ctx.ports, ctx.team, input)),
  setPresence: teamProcedure('team.manage')
    .input(SetPresence)
    .mutation(({ ctx, input }) => setPresence(ctx.ports, ctx.team, input)),
});
