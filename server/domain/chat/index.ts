export { BeginAuthorization, beginAuthorization } from './begin-authorization.ts';
export { checkChannel, checkChatChannel } from './check-channel.ts';
export {
  ChannelChoice,
  checkChosen,
  listChannels,
  listPeople,
  setDefaultChannel,
  setShowsMail,
  ShowsMail,
} from './choose-channel.ts';
export { copyChatFile, copyFile } from './copy-file.ts';
export { sendNotice, sendNoticeJob, tellPerson, withdrawNotice } from './send-notice.ts';
export { createInbox, type Inbox } from './create-inbox.ts';
export { disconnect, unlinkMe } from './disconnect.ts';
export { drainLink } from './drain-link.ts';
export { requestDrains } from './find-idle-links.ts';
export { FinishAuthorization, finishAuthorization } from './finish-authorization.ts';
export { forgetGivenUpEvents, handleChatEvents } from './handle-event.ts';
export { findLinkedUser, findWorkspace, openReplyForm, tellOnly } from './find-linked-user.ts';
export { labelOfReminder } from './reminders.ts';
export { readInstallation } from './installation.ts';
export { mirrorPrivateDiscussions } from './mirror-private.ts';
export { readStatus, readTeamStatus } from './read-status.ts';
export { receiveAuthorization } from './receive-authorization.ts';
export { noteOpenedSoon, reconcileChatLinks, reconcileNext, requestReconciliation } from './reconcile-link.ts';
export { refreshTokens } from './refresh-tokens.ts';
