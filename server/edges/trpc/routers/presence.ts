import { PresenceBeat } from '#shared/contract/discussion.ts';
import { beatPresence } from '#server/domain/discussions/index.ts';
import { router, teamProcedure } from '../init.ts';

export const presenceRouter = router({
  beat: teamProcedure('discussion.read')
    .input(PresenceBeat)
    .mutation(({ ctx, input }) => beatPresence(ctx.ports, ctx.team, input)),
});
