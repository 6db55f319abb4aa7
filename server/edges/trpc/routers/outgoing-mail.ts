import { z } from 'zod';
import { OutgoingMailId } from '#shared/contract/ids.ts';
import { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import {
  ChangeLinks,
  changeLinks,
  confirmSent,
  discardDraft,
  getOutgoing,
  ListOutgoing,
  listOutgoing,
  PrepareAnswer,
  prepareAnswer,
  restoreDraft,
  retrySend,
  saveDraft,
  SendMail,
  sendMail,
  takeOverDraft,
  undoSend,
} from '#server/domain/outgoing-mail/index.ts';
import { MailboxInput, readAliases } from '#server/domain/mailboxes/index.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('outgoing-mail.read');
const write = teamProcedure('outgoing-mail.write');
const One = z.object({ id: OutgoingMailId });

export const outgoingMailRouter = router({
  list: read.input(ListOutgoing).query(({ ctx, input }) => listOutgoing(ctx.ports, ctx.team, input)),
  get: read.input(One).query(({ ctx, input }) => getOutgoing(ctx.ports, ctx.team, input.id)),
  prepare: write.input(PrepareAnswer).query(({ ctx, input }) => prepareAnswer(ctx.ports, ctx.team, input)),
  aliases: write.input(MailboxInput).query(({ ctx, input }) => readAliases(withMail(ctx.ports), ctx.team, input)),
  save: write.input(OutgoingDraft).mutation(({ ctx, input }) => saveDraft(ctx.ports, ctx.team, input)),
  send: write.input(SendMail).mutation(({ ctx, input }) => sendMail(ctx.ports, ctx.team, input)),
  link: write.input(ChangeLinks).mutation(({ ctx, input }) => changeLinks(ctx.ports, ctx.team, input)),
  undo: write.input(One).mutation(({ ctx, input }) => undoSend(ctx.ports, ctx.team, input.id)),
  retry: write.input(One).mutation(({ ctx, input }) => retrySend(ctx.ports, ctx.team, input.id)),
  confirm: write.input(One).mutation(({ ctx, input }) => confirmSent(ctx.ports, ctx.team, input.id)),
  takeOver: write.input(One).mutation(({ ctx, input }) => takeOverDraft(ctx.ports, ctx.team, input.id)),
  discard: write.input(One).mutation(({ ctx, input }) => discardDraft(ctx.ports, ctx.team, input.id)),
  restore: write.input(One).mutation(({ ctx, input }) => restoreDraft(ctx.ports, ctx.team, input.id)),
});
