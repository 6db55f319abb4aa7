import { t } from '#extension/language/t.ts';
import type { PostMessage } from '#shared/contract/correspondence.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import type { Input } from '../../messaging/protocol.ts';
import type { ViewSender } from '../../messaging/sender.ts';
import { withOptimism } from '../cache/change-discussion.ts';
import type { Core } from '../core.ts';
import type { Posting } from '../sync/post-message.ts';
import { uploadFile } from '../sync/upload-file.ts';
import { createMailClaim } from '../tabs/thread-facts.ts';
import { getTab } from './overlay-requests.ts';

type Names =
  | 'message.post'
  | 'message.edit'
  | 'message.delete'
  | 'message.restore'
  | 'message.react'
  | 'message.retry'
  | 'message.discard'
  | 'file.upload';

/** What people write. A new message is answered once it is on disk; everything else once the server has it. */
export function messageRequests(core: Core, posting: Posting): Pick<Handlers, Names> {
  return {
    'message.post': async (input, sender) => {
      await queue(core, input, sender);
      posting.drain();
      return null;
    },
    'message.edit': async (input) => {
      const change = (message: Message): Message => ({
        ...message,
        body: input.body,
        editedAt: new Date(core.now()).toISOString(),
      });
      await withOptimism(core, input.discussionId, inMessage(input.messageId, change), () =>
        core.call((api) => api.discussions.editMessage.mutate(input)),
      );
      return null;
    },
    'message.delete': async (input) => {
      const change = (message: Message): Message => ({
        ...message,
        body: '',
        deletedAt: new Date(core.now()).toISOString(),
      });
      await withOptimism(core, input.discussionId, inMessage(input.messageId, change), () =>
        core.call((api) => api.discussions.deleteMessage.mutate(input)),
      );
      return null;
    },
    'message.restore': async (input) => {
      await core.call((api) => api.discussions.restoreMessage.mutate(input));
      return null;
    },
    'message.react': async (input) => {
      await withOptimism(core, input.discussionId, inMessage(input.messageId, withReaction(core, input)), () =>
        core.call((api) => api.discussions.react.mutate(input)),
      );
      return null;
    },
    'message.retry': async (input) => {
      const queued = core.outbox.find(input.messageId);
      if (queued !== undefined && queued.scope === core.getScope()) {
        await core.outbox.update(queued.messageId, { problem: null });
        core.changes.tell({ kind: 'thread', threadKey: queued.threadKey });
        posting.drain();
        return null;
      }
      await core.call((api) => api.discussions.retry.mutate(input));
      return null;
    },
    'message.discard': async ({ messageId }) => {
      const queued = core.outbox.find(messageId);
      if (queued === undefined || queued.scope !== core.getScope()) return null;
      // What was taken back and arrives all the same would stand there twice once it was written anew.
      if (posting.isSending(messageId)) throw onItsWay();
      await core.outbox.remove(messageId);
      core.changes.tell({ kind: 'thread', threadKey: queued.threadKey });
      return null;
    },
    'file.upload': async (file) => ({ fileId: await uploadFile(core, file) }),
  };
}

async function queue(core: Core, input: Input<'message.post'>, sender: ViewSender): Promise<void> {
  const scope = core.getScope();
  const { threadKey } = input;
  if (threadKey !== null && !threadKey.startsWith(`${scope}/`)) throw movedOn();
  await core.outbox.add({
    messageId: input.messageId,
    scope,
    threadKey,
    discussionId: input.discussionId,
    input: {
      messageId: input.messageId,
      target: createTarget(core, input, sender),
      body: input.body,
      mentions: input.mentions,
      fileIds: input.files.map(({ fileId }) => fileId),
    },
    files: input.files,
    createdAt: core.now(),
    problem: null,
  });
  core.changes.tell({ kind: 'thread', threadKey });
}

function createTarget(core: Core, input: Input<'message.post'>, sender: ViewSender): PostMessage['target'] {
  if (input.discussionId !== null) return { kind: 'discussion', discussionId: input.discussionId };
  const { email, facts } = getTab(core, sender);
  if (email?.state !== 'open' || facts === null || facts.threadKey !== input.threadKey) throw movedOn();
  const mail = createMailClaim(email, facts);
  return { kind: 'mail', mail, visibility: input.visibility, channelId: input.channelId };
}

function onItsWay(): RequestRefused {
  return new RequestRefused({ code: 'conflict', message: t('failure.onItsWay') });
}

/** What was written beside one mail must never go out about another. */
function movedOn(): RequestRefused {
  return new RequestRefused({ code: 'conflict', message: t('failure.mailClosedPost') });
}

/** The discussion with one of its messages changed. */
function inMessage(messageId: string, change: (message: Message) => Message): (discussion: Discussion) => Discussion {
  return (discussion) => ({
    ...discussion,
    messages: discussion.messages.map((message) => (message.id === messageId ? change(message) : message)),
  });
}

function withReaction(core: Core, { emoji, on }: Input<'message.react'>): (message: Message) => Message {
  const { id, name, pictureUrl } = core.getSession().view.user;
  const me = { kind: 'teammate', id, name, pictureUrl } as const;
  return (message) => {
    const known = message.reactions.find((reaction) => reaction.emoji === emoji) ?? { emoji, people: [] };
    const others = known.people.filter((person) => person.id !== id);
    const changed = { emoji, people: on ? [...others, me] : others };
    const isKnown = message.reactions.some((reaction) => reaction.emoji === emoji);
    const reactions = isKnown
      ? message.reactions.map((reaction) => (reaction.emoji === emoji ? changed : reaction))
      : [...message.reactions, changed];
    return { ...message, reactions: reactions.filter(({ people }) => people.length > 0) };
  };
}
