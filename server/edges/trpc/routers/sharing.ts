import { ConfirmSharing, PreviewSharing, ShareThread } from '#shared/contract/sharing.ts';
import { confirmSharing, getSharing, previewSharing, shareThread } from '#server/domain/emails/index.ts';
import { router, teamProcedure } from '../init.ts';

const own = teamProcedure('correspondence.write');

/** What the owner of a mailbox shares of it. */
export const sharingRouter = router({
  get: own
    .input(PreviewSharing.pick({ mailboxId: true }))
    .query(({ ctx, input }) => getSharing(ctx.ports, ctx.team, input)),
  preview: own.input(PreviewSharing).query(({ ctx, input }) => previewSharing(ctx.ports, ctx.team, input)),
  confirm: own.input(ConfirmSharing).mutation(({ ctx, input }) => confirmSharing(ctx.ports, ctx.team, input)),
  shareThread: own.input(ShareThread).mutation(({ ctx, input }) => shareThread(ctx.ports, ctx.team, input)),
});
