import { z } from 'zod';
import { ChangeCorrespondence, ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { JoinDiscussion, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { noteOpenedSoon } from '#server/domain/chat/index.ts';
import {
  changeCorrespondence,
  explainEmails,
  getCorrespondence,
  joinDiscussion,
  listCorrespondences,
  markCorrespondence,
  mergeCorrespondences,
  openCorrespondence,
  refuseJoin,
  splitCorrespondence,
  undoThreadChange,
} from '#server/domain/correspondences/index.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('correspondence.read');
const write = teamProcedure('correspondence.write');

const Get = z.object({ id: CorrespondenceId, skip: z.int().min(0).max(100_000).optional() });
const Mark = z.object({ id: CorrespondenceId, unread: z.boolean() });
const Merge = z.object({ id: CorrespondenceId, otherId: CorrespondenceId });
const Split = z.object({ id: CorrespondenceId, emailIds: z.array(EmailId).min(1).max(500) });
const Undo = z.object({ wordId: z.uuid() });

export const correspondencesRouter = router({
  list: read.input(ListCorrespondences).query(({ ctx, input }) => listCorrespondences(ctx.ports, ctx.team, input)),
  get: read.input(Get).query(({ ctx, input }) => getCorrespondence(ctx.ports, ctx.team, input)),
  explain: read.input(Get.pick({ id: true })).query(({ ctx, input }) => explainEmails(ctx.ports, ctx.team, input)),
  mark: read.input(Mark).mutation(({ ctx, input }) => markCorrespondence(ctx.ports, ctx.team, input)),
  change: write
    .input(ChangeCorrespondence)
    .mutation(({ ctx, input }) => changeCorrespondence(ctx.ports, ctx.team, input)),
  merge: write.input(Merge).mutation(({ ctx, input }) => mergeCorrespondences(ctx.ports, ctx.team, input)),
  split: write.input(Split).mutation(({ ctx, input }) => splitCorrespondence(ctx.ports, ctx.team, input)),
  undo: write.input(Undo).mutation(({ ctx, input }) => undoThreadChange(ctx.ports, ctx.team, input)),
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
