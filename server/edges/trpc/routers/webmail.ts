import { ReportLosses } from '#shared/contract/webmail-loss.ts';
import { findSelectors, listLosses, reportLosses } from '#server/domain/webmail/index.ts';
import { router, teamProcedure } from '../init.ts';

export const webmailRouter = router({
  selectors: teamProcedure('team.read').query(({ ctx }) => findSelectors(ctx.ports, ctx.team)),
  reportLosses: teamProcedure('team.read')
    .input(ReportLosses)
    .mutation(({ ctx, input }) => reportLosses(ctx.ports, ctx.team, input)),
  losses: teamProcedure('team.manage').query(({ ctx }) => listLosses(ctx.ports, ctx.team)),
});
