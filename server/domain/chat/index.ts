export { BeginAuthorization, beginAuthorization } from './begin-authorization.ts';
export { checkChannel, checkChatChannel } from './check-channel.ts';
export {
  ChannelChoice,
  checkChosen,
  checkUsable,
  listChannels,
  listPeople,
  requireInstallation,
  setDefaultChannel,
} from './choose-channel.ts';
export { createInbox, type Inbox } from './create-inbox.ts';
export { disconnect, unlinkMe } from './disconnect.ts';
export { drainLink } from './drain-link.ts';
export { findIdleLinks, requestDrains } from './find-idle-links.ts';
export { FinishAuthorization, finishAuthorization } from './finish-authorization.ts';
export { handleChatEvents } from './handle-event.ts';
export { readInstallation } from './installation.ts';
export { mirrorPrivateDiscussions } from './mirror-private.ts';
export { readStatus, readTeamStatus } from './read-status.ts';
export { receiveAuthorization } from './receive-authorization.ts';
export { noteOpenedSoon, reconcileChatLinks, reconcileNext, requestReconciliation } from './reconcile-link.ts';
export { refreshTokens } from './refresh-tokens.ts';
