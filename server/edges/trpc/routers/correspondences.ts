import { JoinDiscussion, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { joinDiscussion, openCorrespondence, refuseJoin } from '#server/domain/correspondences/index.ts';
import { router, teamProcedure } from '../init.ts';

export const correspondencesRouter = router({
  open: teamProcedure('discussion.read')
    .input(OpenCorrespondence)
    .query(({ ctx, input }) => openCorrespondence(ctx.ports, ctx.team, input)),
  join: teamProcedure('discussion.write')
    .input(JoinDiscussion)
    .mutation(({ ctx, input }) => joinDiscussion(ctx.ports, ctx.team, input)),
  refuseJoin: teamProcedure('discussion.write')
    .input(JoinDiscussion.pick({ discussionId: true }))
    .mutation(({ ctx, input }) => refuseJoin(ctx.ports, ctx.team, input)),
});
