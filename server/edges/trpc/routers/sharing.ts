import { z } from 'zod';
import {
  AnswerTeamRule,
  ConfirmSharing,
  PreviewSharing,
  ProposeTeamRule,
  ShareThread,
  TeamRuleAt,
} from '#shared/contract/sharing.ts';
import {
  answerTeamRule,
  confirmSharing,
  getSharing,
  listTeamRules,
  previewSharing,
  previewTeamRule,
  proposeTeamRule,
  shareThread,
  withdrawTeamRule,
} from '#server/domain/emails/index.ts';
import { router, teamProcedure } from '../init.ts';

const own = teamProcedure('correspondence.write');
const manage = teamProcedure('team.manage');

/** What the owner of a mailbox shares of it, and what is proposed to share of everybody's. */
export const sharingRouter = router({
  get: own
    .input(PreviewSharing.pick({ mailboxId: true }))
    .query(({ ctx, input }) => getSharing(ctx.ports, ctx.team, input)),
  preview: own.input(PreviewSharing).query(({ ctx, input }) => previewSharing(ctx.ports, ctx.team, input)),
  confirm: own.input(ConfirmSharing).mutation(({ ctx, input }) => confirmSharing(ctx.ports, ctx.team, input)),
  shareThread: own.input(ShareThread).mutation(({ ctx, input }) => shareThread(ctx.ports, ctx.team, input)),
  teamRules: teamProcedure('team.read').query(({ ctx }) => listTeamRules(ctx.ports, ctx.team)),
  proposeTeamRule: manage
    .input(ProposeTeamRule)
    .mutation(({ ctx, input }) => proposeTeamRule(ctx.ports, ctx.team, input)),
  withdrawTeamRule: manage
    .input(z.object({ ruleId: z.uuid() }))
    .mutation(({ ctx, input }) => withdrawTeamRule(ctx.ports, ctx.team, input)),
  previewTeamRule: own.input(TeamRuleAt).query(({ ctx, input }) => previewTeamRule(ctx.ports, ctx.team, input)),
  answerTeamRule: own.input(AnswerTeamRule).mutation(({ ctx, input }) => answerTeamRule(ctx.ports, ctx.team, input)),
});
