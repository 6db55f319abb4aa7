import { z } from 'zod';
import { ActivityId } from '#shared/contract/ids.ts';
import { AddActivity, ChangeActivity, ReadTimeline } from '#shared/contract/timeline.ts';
import {
  addActivity,
  changeActivity,
  readTimeline,
  removeActivity,
  restoreActivity,
} from '#server/domain/activities/index.ts';
import { router, teamProcedure } from '../init.ts';

const write = teamProcedure('contact.write');
const AtActivity = z.object({ id: ActivityId });

export const activitiesRouter = router({
  timeline: teamProcedure('contact.read')
    .input(ReadTimeline)
    .query(({ ctx, input }) => readTimeline(ctx.ports, ctx.team, input)),
  add: write.input(AddActivity).mutation(({ ctx, input }) => addActivity(ctx.ports, ctx.team, input)),
  change: write.input(ChangeActivity).mutation(({ ctx, input }) => changeActivity(ctx.ports, ctx.team, input)),
  remove: write.input(AtActivity).mutation(({ ctx, input }) => removeActivity(ctx.ports, ctx.team, input)),
  restore: write.input(AtActivity).mutation(({ ctx, input }) => restoreActivity(ctx.ports, ctx.team, input)),
});
