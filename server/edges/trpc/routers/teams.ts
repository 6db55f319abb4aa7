import { HandOver } from '#shared/contract/departure.ts';
import {
  leaveTeam,
  ReadDeparture,
  readDeparture,
  RemoveMember,
  removeMember,
} from '#server/domain/departures/index.ts';
import {
  CancelInvitation,
  cancelInvitation,
  InvitePerson,
  invitePerson,
  listInvitations,
  listMembers,
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
  departure: teamProcedure('team.read')
    .input(ReadDeparture)
    .query(({ ctx, input }) => readDeparture(ctx.ports, ctx.team, input)),
  leave: teamProcedure('team.read')
    .input(HandOver.optional())
    .mutation(({ ctx, input }) => leaveTeam(ctx.ports, ctx.team, input)),
  rename: teamProcedure('team.manage')
    .input(RenameTeam)
    .mutation(({ ctx, input }) => renameTeam(ctx.ports, ctx.team, input)),
  setPresence: teamProcedure('team.manage')
    .input(SetPresence)
    .mutation(({ ctx, input }) => setPresence(ctx.ports, ctx.team, input)),
});
