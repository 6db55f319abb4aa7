import type { Inbox } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { JobHandler } from '#server/ports/queue.ts';
import { createAccountJobs } from './create-account-jobs.ts';
import { createCheckAudit } from './check-audit.ts';
import { createApplySharing } from './apply-sharing.ts';
import { createCheckChatChannel } from './check-chat-channel.ts';
import { createCopyChatFile } from './copy-chat-file.ts';
import { createDrainChatLink } from './drain-chat-link.ts';
import { createEraseDeletedMessages } from './erase-deleted-messages.ts';
import { createForgetExpiredSignIns } from './forget-expired-sign-ins.ts';
import { createForgetOldData } from './forget-old-data.ts';
import { createHandleChatEvent } from './handle-chat-event.ts';
import { createMailboxJobs } from './create-mailbox-jobs.ts';
import { createMirrorPrivateDiscussions } from './mirror-private-discussions.ts';
import { createReconcileChatLinks } from './reconcile-chat-links.ts';
import { createOutgoingJobs } from './create-outgoing-jobs.ts';
import { createPressJobs } from './create-press-jobs.ts';
import { createRefreshChatTokens } from './refresh-chat-tokens.ts';
import { createSealAudit } from './seal-audit.ts';
import { createSendChatNotice } from './send-chat-notice.ts';
import { createWebhookJobs } from './create-webhook-jobs.ts';
import { createSendInvitation } from './send-invitation.ts';

/** Every job that the server does. Without a mailer, invitations are handed over as links instead. */
export function createJobs(
  ports: ChatPorts & MailPorts,
  inbox: Inbox,
  mailer: Mailer | undefined,
): readonly JobHandler[] {
  return [
    createDrainChatLink(ports),
    createCopyChatFile(ports),
    createHandleChatEvent(inbox),
    createCheckChatChannel(ports),
    createRefreshChatTokens(ports),
    createReconcileChatLinks(ports),
    createSendChatNotice(ports),
    ...createMailboxJobs(ports),
    ...createOutgoingJobs(ports),
    ...createPressJobs(ports),
    ...createWebhookJobs(ports),
    createMirrorPrivateDiscussions(ports),
    createApplySharing(ports),
    createSealAudit(ports),
    createCheckAudit(ports),
    createEraseDeletedMessages(ports),
    createForgetExpiredSignIns(ports),
    createForgetOldData(ports),
    ...(mailer === undefined ? [] : [createSendInvitation(ports, mailer), ...createAccountJobs(ports, mailer)]),
  ];
}
