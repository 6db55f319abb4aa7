import {
  BeginAuthorization,
  beginAuthorization,
  ChannelChoice,
  disconnect,
  FinishAuthorization,
  finishAuthorization,
  listChannels,
  listPeople,
  readStatus,
  setDefaultChannel,
  setShowsMail,
  ShowsMail,
  unlinkMe,
} from '#server/domain/chat/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import { withChat } from '#server/ports/chat-ports.ts';
import { allowedExtensionIds, isAllowedRedirect } from '../../auth/extension-identity.ts';
import { router, teamProcedure } from '../init.ts';

export const chatRouter = router({
  status: teamProcedure('chat.read').query(({ ctx }) => readStatus(ctx.ports, ctx.team)),
  channels: teamProcedure('chat.read').query(({ ctx }) => listChannels(withChat(ctx.ports), ctx.team)),
  people: teamProcedure('chat.read').query(({ ctx }) => listPeople(withChat(ctx.ports), ctx.team)),
  setDefaultChannel: teamProcedure('chat.manage')
    .input(ChannelChoice)
    .mutation(({ ctx, input }) => setDefaultChannel(withChat(ctx.ports), ctx.team, input)),
  setShowsMail: teamProcedure('chat.manage')
    .input(ShowsMail)
    .mutation(({ ctx, input }) => setShowsMail(withChat(ctx.ports), ctx.team, input)),
  begin: teamProcedure('chat.link')
    .input(BeginAuthorization)
    .mutation(({ ctx, input }) => {
      const { config } = ctx.ports;
      const isOurs = allowedExtensionIds(config).some((id) => isAllowedRedirect(config, id, input.redirectUri));
      if (!isOurs) throw new Problem('invalid-input', 'That address is no page of an allowed extension.');
      return beginAuthorization(withChat(ctx.ports), ctx.team, input);
    }),
  finish: teamProcedure('chat.link')
    .input(FinishAuthorization)
    .mutation(({ ctx, input }) => finishAuthorization(withChat(ctx.ports), ctx.team, input)),
  disconnect: teamProcedure('chat.manage').mutation(({ ctx }) => disconnect(withChat(ctx.ports), ctx.team)),
  unlinkMe: teamProcedure('chat.link').mutation(({ ctx }) => unlinkMe(withChat(ctx.ports), ctx.team)),
});
