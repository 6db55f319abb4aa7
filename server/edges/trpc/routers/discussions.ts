import { z } from 'zod';
import { PostMessage } from '#shared/contract/correspondence.ts';
import { EditMessage, React } from '#shared/contract/discussion.ts';
import { DiscussionId, MessageId, UserId } from '#shared/contract/ids.ts';
import { Printable } from '#shared/contract/plain-text.ts';
import { postAboutMail } from '#server/domain/correspondences/index.ts';
import {
  checkMirrorable,
  deleteMessage,
  editMessage,
  followDiscussion,
  getDiscussion,
  inviteToDiscussion,
  listDiscussions,
  markRead,
  markUnread,
  muteDiscussion,
  postMessage,
  reactToMessage,
  readHistory,
  removeDiscussion,
  restoreDiscussion,
  restoreMessage,
  retryMessage,
  searchDiscussions,
  setChannel,
} from '#server/domain/discussions/index.ts';
import { checkChosen, noteOpenedSoon } from '#server/domain/chat/index.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('discussion.read');
const write = teamProcedure('discussion.write');

const AtDiscussion = z.object({ discussionId: DiscussionId });
const AtMessage = AtDiscussion.extend({ messageId: MessageId });
const Switch = AtDiscussion.extend({ on: z.boolean() });
const UpTo = AtDiscussion.extend({ seq: z.int().min(0).max(Number.MAX_SAFE_INTEGER) });
const Before = AtDiscussion.extend({ beforeSeq: z.int().min(0).max(Number.MAX_SAFE_INTEGER) });
const List = z.object({ cursor: z.string().max(500).nullish() });
const Search = z.object({
  query: z.string().max(2_000, { error: 'That is too long to search for; use fewer words.' }),
});
const Invite = AtDiscussion.extend({ userIds: z.array(UserId).min(1).max(100) });
const Channel = AtDiscussion.extend({ channelId: Printable(40).min(1) });

export const discussionsRouter = router({
  list: read.input(List).query(({ ctx, input }) => listDiscussions(ctx.ports, ctx.team, input)),
  get: read.input(AtDiscussion).query(async ({ ctx, input }) => {
    const found = await getDiscussion(ctx.ports, ctx.team, input.discussionId);
    noteOpenedSoon(ctx.ports, { teamId: ctx.team.teamId, discussionId: found.id });
    return found;
  }),
  history: read.input(Before).query(({ ctx, input }) => readHistory(ctx.ports, ctx.team, input)),
  search: read.input(Search).query(({ ctx, input }) => searchDiscussions(ctx.ports, ctx.team, input)),
  post: write
    .input(PostMessage)
    .mutation(({ ctx, input: { target, ...draft } }) =>
      target.kind === 'mail'
        ? postAboutMail(ctx.ports, ctx.team, { ...draft, target })
        : postMessage(ctx.ports, ctx.team, { ...draft, discussionId: target.discussionId }),
    ),
  editMessage: write.input(EditMessage).mutation(({ ctx, input }) => editMessage(ctx.ports, ctx.team, input)),
  deleteMessage: write.input(AtMessage).mutation(({ ctx, input }) => deleteMessage(ctx.ports, ctx.team, input)),
  restoreMessage: write.input(AtMessage).mutation(({ ctx, input }) => restoreMessage(ctx.ports, ctx.team, input)),
  react: write.input(React).mutation(({ ctx, input }) => reactToMessage(ctx.ports, ctx.team, input)),
  retry: write.input(AtMessage).mutation(({ ctx, input }) => retryMessage(ctx.ports, ctx.team, input)),
  markRead: read.input(UpTo).mutation(({ ctx, input }) => markRead(ctx.ports, ctx.team, input)),
  markUnread: read.input(UpTo).mutation(({ ctx, input }) => markUnread(ctx.ports, ctx.team, input)),
  follow: read.input(Switch).mutation(({ ctx, input }) => followDiscussion(ctx.ports, ctx.team, input)),
  mute: read.input(Switch).mutation(({ ctx, input }) => muteDiscussion(ctx.ports, ctx.team, input)),
  remove: write
    .input(AtDiscussion)
    .mutation(({ ctx, input }) => removeDiscussion(ctx.ports, ctx.team, input.discussionId)),
  restore: write
    .input(AtDiscussion)
    .mutation(({ ctx, input }) => restoreDiscussion(ctx.ports, ctx.team, input.discussionId)),
  setChannel: write.input(Channel).mutation(async ({ ctx, input }) => {
    await checkMirrorable(ctx.ports, ctx.team, input.discussionId);
    await checkChosen(ctx.ports, ctx.team, input.channelId);
    return setChannel(ctx.ports, ctx.team, input);
  }),
  invite: write.input(Invite).mutation(({ ctx, input }) => inviteToDiscussion(ctx.ports, ctx.team, input)),
});
