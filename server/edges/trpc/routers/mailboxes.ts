import { z } from 'zod';
import { MailAccount, RenewPassword } from '#shared/contract/mail-account.ts';
import {
  addMailboxUser,
  askForMailbox,
  BeginConnection,
  beginConnection,
  ChangeMailbox,
  changeMailbox,
  checkMailbox,
  connectAccount,
  DisconnectMailbox,
  disconnectMailbox,
  FinishConnection,
  getSignature,
  finishConnection,
  listFailed,
  listMailboxes,
  listTaken,
  MailboxInput,
  MailboxUserInput,
  OpenThread,
  openThread,
  removeMailboxUser,
  renewPassword,
  retryFailed,
  setSignature,
} from '#server/domain/mailboxes/index.ts';
import { MailboxSignature } from '#shared/contract/mailbox.ts';
import { Problem } from '#server/kernel/problem.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import { allowedExtensionIds, isAllowedRedirect } from '../../auth/extension-identity.ts';
import { router, teamProcedure } from '../init.ts';

/** `redirectUri`: a page of the extension that asks, which redeems the result. */
const Begin = BeginConnection.extend({ redirectUri: z.url().max(500) });

export const mailboxesRouter = router({
  list: teamProcedure('mailbox.read').query(({ ctx }) => listMailboxes(ctx.ports, ctx.team)),
  failed: teamProcedure('mailbox.connect')
    .input(MailboxInput)
    .query(({ ctx, input }) => listFailed(ctx.ports, ctx.team, input)),
  begin: teamProcedure('mailbox.connect')
    .input(Begin)
    .mutation(({ ctx, input: { redirectUri, ...input } }) => {
      const { config } = ctx.ports;
      const isOurs = allowedExtensionIds(config).some((id) => isAllowedRedirect(config, id, redirectUri));
      if (!isOurs) throw new Problem('invalid-input', 'That address is no page of an allowed extension.');
      return beginConnection(withMail(ctx.ports), ctx.team, input, { redirectUri });
    }),
  finish: teamProcedure('mailbox.connect')
    .input(FinishConnection)
    .mutation(({ ctx, input }) => finishConnection(withMail(ctx.ports), ctx.team, input)),
  connectAccount: teamProcedure('mailbox.connect')
    .input(MailAccount)
    .mutation(({ ctx, input }) => connectAccount(withMail(ctx.ports), ctx.team, input)),
  renewPassword: teamProcedure('mailbox.connect')
    .input(RenewPassword)
    .mutation(({ ctx, input }) => renewPassword(withMail(ctx.ports), ctx.team, input)),
  change: teamProcedure('mailbox.connect')
    .input(ChangeMailbox)
    .mutation(({ ctx, input }) => changeMailbox(withMail(ctx.ports), ctx.team, input)),
  check: teamProcedure('mailbox.connect')
    .input(MailboxInput)
    .mutation(({ ctx, input }) => checkMailbox(withMail(ctx.ports), ctx.team, input)),
  retryFailed: teamProcedure('mailbox.connect')
    .input(MailboxInput)
    .mutation(({ ctx, input }) => retryFailed(withMail(ctx.ports), ctx.team, input)),
  disconnect: teamProcedure('mailbox.connect')
    .input(DisconnectMailbox)
    .mutation(({ ctx, input }) => disconnectMailbox(withMail(ctx.ports), ctx.team, input)),
  signature: teamProcedure('mailbox.connect')
    .input(MailboxInput)
    .query(({ ctx, input }) => getSignature(ctx.ports, ctx.team, input)),
  setSignature: teamProcedure('mailbox.connect')
    .input(MailboxSignature)
    .mutation(({ ctx, input }) => setSignature(ctx.ports, ctx.team, input)),
  taken: teamProcedure('mailbox.connect').query(({ ctx }) => listTaken(ctx.ports, ctx.team)),
  ask: teamProcedure('mailbox.connect')
    .input(MailboxInput)
    .mutation(({ ctx, input }) => askForMailbox(ctx.ports, ctx.team, input)),
  addUser: teamProcedure('mailbox.connect')
    .input(MailboxUserInput)
    .mutation(({ ctx, input }) => addMailboxUser(ctx.ports, ctx.team, input)),
  removeUser: teamProcedure('mailbox.connect')
    .input(MailboxUserInput)
    .mutation(({ ctx, input }) => removeMailboxUser(ctx.ports, ctx.team, input)),
  openThread: teamProcedure('mailbox.read')
    .input(OpenThread)
    .mutation(({ ctx, input }) => openThread(withMail(ctx.ports), ctx.team, input)),
});
