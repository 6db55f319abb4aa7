import { NotificationSettings, type AssignmentView } from '#shared/contract/notification.ts';
import { listAssigned } from '#server/domain/correspondences/index.ts';
import {
  ClaimNotifications,
  claimNotifications,
  getNotificationSettings,
  NoteShown,
  noteShown,
  setNotificationSettings,
} from '#server/domain/notifications/index.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('discussion.read');
const readMail = teamProcedure('correspondence.read');

export const notificationsRouter = router({
  assigned: readMail.query(async ({ ctx }) =>
    (await listAssigned(ctx.ports, ctx.team)).map(({ isNews: _isNews, ...view }): AssignmentView => view),
  ),
  claim: read.input(ClaimNotifications).mutation(({ ctx, input }) => claimNotifications(ctx.ports, ctx.team, input)),
  noteShown: read.input(NoteShown).mutation(({ ctx, input }) => noteShown(ctx.ports, ctx.team, input)),
  settings: read.query(({ ctx }) => getNotificationSettings(ctx.ports, ctx.team)),
  setSettings: read
    .input(NotificationSettings)
    .mutation(({ ctx, input }) => setNotificationSettings(ctx.ports, ctx.team, input)),
});
