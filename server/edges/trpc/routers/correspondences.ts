import { JoinDiscussion, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { noteOpenedSoon } from '#server/domain/chat/index.ts';
import { joinDiscussion, openCorrespondence, refuseJoin } from '#server/domain/correspondences/index.ts';
import { router, teamProcedure } from '../init.ts';

export const correspondencesRouter = router({
  open: teamProcedure('discussion.read')
    .input(OpenCorrespondence)
    .query(async ({ ctx, input }) => {
      const view = await openCorrespondence(ctx.ports, ctx.team, input);
      const at = { teamId: ctx.team.teamId, discussionId: view.discussion?.id ?? '' };
      if (view.discussion?.link != null) noteOpenedSoon(ctx.ports, at);
      return view;
    }),
  join: teamProcedure('discussion.write')
    .input(JoinDiscussion)
    .mutation(({ ctx, input }) => joinDiscussion(ctx.ports, ctx.team, input)),
  refuseJoin: teamProcedure('discussion.write')
    .input(JoinDiscussion.pick({ discussionId: true }))
    .mutation(({ ctx, input }) => refuseJoin(ctx.ports, ctx.team, input)),
});
