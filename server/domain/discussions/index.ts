export { describeChannelProblem, type ChannelProblemCode } from './channel-problem.ts';
export { drainChatLink, enqueueEffect, requestDrain, type Effect } from './enqueue-effect.ts';
export { loadForChat, type MessageForChat } from './load-for-chat.ts';
export { postMessage, type Posted } from './post-message.ts';
export { getDiscussion, loadMessages, readHistory } from './load-discussion.ts';
export { receiveChatMessage, type ChatAuthorRef, type ChatMessageInput } from './receive-chat-message.ts';
export { receiveChatDeletion, receiveChatEdit, receiveChatReaction, type ChatChange } from './receive-chat-change.ts';
export { noteReceipt } from './touch-message.ts';
