import { HandOver } from '#shared/contract/departure.ts';
import { z } from 'zod';
import { t } from '#extension/language/t.ts';
import { CreateWebhook } from '#shared/contract/webhook.ts';
import { CreateApiToken } from '#shared/contract/api-token.ts';
import { UpdateContact } from '#shared/contract/contact.ts';
import { ChangeCorrespondence, ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { MessageBody, Visibility } from '#shared/contract/discussion.ts';
import { maxMessageLength } from '#shared/contract/limits.ts';
import { longestSignature, ConsentProviderId } from '#shared/contract/mailbox.ts';
import {
  longestBody,
  OutgoingDraft,
  OutgoingKind,
  OutgoingLink,
  OutgoingSend,
} from '#shared/contract/outgoing-mail.ts';
import { MailAccount, RenewPassword } from '#shared/contract/mail-account.ts';
import { SeenEmail, Webmail } from '#shared/contract/open-email.ts';
import { LossKind } from '#shared/contract/webmail-loss.ts';
import { NotificationSettings } from '#shared/contract/notification.ts';
import { Role, SetPicture } from '#shared/contract/person.ts';
import {
  AnswerTeamRule,
  ConfirmSharing,
  PreviewSharing,
  ProposeTeamRule,
  ShareThread,
  TeamRuleAt,
} from '#shared/contract/sharing.ts';
import { ExportTemplates, ImportTemplates, SaveTemplate, TemplateAbout } from '#shared/contract/template.ts';
import { AddActivity, ReadTimeline } from '#shared/contract/timeline.ts';
import type { Input, RequestName } from './protocol.ts';
import { webmailOrigins } from './sender.ts';

const nothing = z.null();
const id = z.uuid();
const account = z.string().min(1).max(320);
const sidebarWidth = z.number().min(200).max(2_000);
const overlay = z.object({ width: sidebarWidth, collapsed: z.boolean() });
const ofDiscussion = z.object({ discussionId: id });
const ofMailbox = z.object({ mailboxId: id });
const ofMessage = z.object({ discussionId: id, messageId: id });
const threadKey = z.string().min(1).max(200);
const seq = z.number().int().nonnegative();
/** 25 MB of file, the server's limit: base64 is a third longer than what it holds. */
const longestUpload = Math.ceil((25 * 1024 * 1024) / 3) * 4;

/** What each request may carry, as the worker parses it: pages and views are not believed either. */
export const inputs: { readonly [Name in RequestName]: z.ZodType<Input<Name>> } = {
  'page.hello': z.object({ url: z.string().max(4_000), account: account.nullable() }),
  'page.email': SeenEmail,
  'page.losses': z.object({ webmail: Webmail, selectors: z.iso.date(), kinds: z.array(LossKind).max(10) }),
  'page.theme': z.object({ dark: z.boolean() }),
  'page.layout': overlay,

  'view.pair': z.object({ nonce: z.string().min(16).max(100) }),
  'account.list': nothing,
  'account.choose': z.object({ account, choice: z.enum(['on', 'off']) }),
  'welcome.open-webmail': z.object({ url: z.url().refine((url) => webmailOrigins.has(new URL(url).origin)) }),
  'site.set': z.object({ origin: z.string().refine((origin) => webmailOrigins.has(origin)), on: z.boolean() }),
  'overlay.set': overlay.partial(),
  'overlay.focus-mail': nothing,
  'overlay.insert-text': z.object({ text: z.string().max(longestBody).nullable() }),
  'overlay.navigate': z.object({ url: z.url({ protocol: /^https$/ }).max(2_000) }),

  'session.expect': z.object({ serverUrl: z.string().min(1).max(500) }),
  'session.sign-in': z.object({ serverUrl: z.string().min(1).max(500) }),
  'session.sign-out': nothing,
  'session.choose-team': z.object({ teamId: id }),

  'session.set-name': z.object({ name: z.string().max(1_000) }),
  'session.set-picture': SetPicture,
  'session.ask-for-email': z.object({ email: z.string().max(1_000) }),

  'message.post': z.object({
    messageId: id,
    threadKey: threadKey.nullable(),
    discussionId: id.nullable(),
    body: MessageBody,
    mentions: z.array(id).max(100),
    visibility: Visibility,
    channelId: z.string().max(40).nullable(),
    files: z.array(z.object({ fileId: id, name: z.string().max(500), size: z.number().int().min(0) })).max(10),
  }),
  'message.edit': ofMessage.extend({ body: MessageBody }),
  'message.delete': ofMessage,
  'message.restore': ofMessage,
  'message.react': ofMessage.extend({ emoji: z.string().min(1).max(64), on: z.boolean() }),
  'message.retry': ofMessage,
  'message.discard': z.object({ messageId: id }),
  'file.upload': z.object({
    name: z.string().min(1).max(500),
    contentType: z.string().max(200),
    base64: z.base64().max(longestUpload, { error: () => t('failure.fileTooLarge') }),
  }),

  'discussion.read': ofDiscussion.extend({ seq }),
  'discussion.unread': ofDiscussion.extend({ seq }),
  'discussion.follow': ofDiscussion.extend({ on: z.boolean() }),
  'discussion.mute': ofDiscussion.extend({ on: z.boolean() }),
  'discussion.delete': ofDiscussion,
  'discussion.restore': ofDiscussion,
  'discussion.history': ofDiscussion.extend({ beforeSeq: seq }),
  'discussion.set-channel': ofDiscussion.extend({ channelId: z.string().min(1).max(40) }),
  'discussion.invite': ofDiscussion.extend({ userIds: z.array(id).min(1).max(100) }),
  'discussion.join': ofDiscussion.extend({ threadKey }),
  'discussion.refuse-join': ofDiscussion,
  'discussion.search': z.object({ query: z.string().max(maxMessageLength) }),

  'correspondence.list': ListCorrespondences,
  'correspondence.cached': z.object({ correspondenceId: id }),
  'correspondence.read': z.object({ correspondenceId: id, older: z.boolean() }),
  'correspondence.change': ChangeCorrespondence,
  'correspondence.explain': z.object({ correspondenceId: id }),
  'correspondence.merge': z.object({ correspondenceId: id, otherId: id }),
  'correspondence.split': z.object({ correspondenceId: id, emailIds: z.array(id).min(1).max(500) }),
  'correspondence.undo': z.object({ wordId: id }),
  'correspondence.mark': z.object({ correspondenceId: id, unread: z.boolean() }),

  'email.markup': z.object({ emailId: id }),
  'email.file-text': z.object({ fileId: id }),

  'activity.timeline': ReadTimeline,
  'activity.add': AddActivity,
  'activity.remove': z.object({ id }),
  'activity.restore': z.object({ id }),
  'contact.save': z.object({ id, name: z.string().max(1_000), address: z.string().max(1_000) }),
  'contact.remove': z.object({ id }),
  'contact.update': UpdateContact,

  'presence.beat': ofDiscussion.extend({ state: z.enum(['open', 'writing', 'gone']) }),

  'chat.channels': nothing,
  'chat.people': nothing,
  'chat.install': nothing,
  'chat.disconnect': nothing,
  'chat.link-me': nothing,
  'chat.unlink-me': nothing,
  'chat.set-shows-mail': z.object({ showsMail: z.boolean() }),
  'chat.set-default-channel': z.object({ channelId: z.string().min(1).max(40) }),

  'mailbox.connect': z.object({
    provider: ConsentProviderId,
    mailboxId: id.nullable(),
    maySend: z.boolean(),
    delegatedAddress: z.string().max(320).optional(),
  }),
  'mailbox.connect-account': MailAccount,
  'mailbox.renew-password': RenewPassword,
  'mailbox.change': ofMailbox.extend({ isPaused: z.boolean().optional(), isNotified: z.boolean().optional() }),
  'outgoing.list': z.object({ correspondenceId: id.nullable() }),
  'outgoing.prepare': z.object({ kind: OutgoingKind, emailId: id.nullable(), contactId: id.nullable() }),
  'outgoing.aliases': ofMailbox,
  'outgoing.complete': z.object({ text: z.string().min(1).max(200) }),
  'outgoing.save': OutgoingDraft,
  'outgoing.send': OutgoingSend,
  'outgoing.link': z.object({ id, add: z.array(OutgoingLink).max(30), remove: z.array(OutgoingLink).max(30) }),
  'outgoing.act': z.object({ id, act: z.enum(['undo', 'retry', 'confirm', 'discard', 'restore', 'take-over']) }),
  'template.list': nothing,
  'template.values': TemplateAbout,
  'template.use': z.object({ id, about: TemplateAbout }),
  'template.save': SaveTemplate,
  'template.import': ImportTemplates,
  'template.export': ExportTemplates,
  'template.remove': z.object({ id }),
  'template.restore': z.object({ id }),
  'mailbox.check': ofMailbox,
  'mailbox.failed': ofMailbox,
  'mailbox.retry-failed': ofMailbox,
  'mailbox.disconnect': ofMailbox.extend({ keepShared: z.boolean() }),
  'mailbox.taken': nothing,
  'mailbox.ask': ofMailbox,
  'mailbox.add-user': ofMailbox.extend({ userId: id }),
  'mailbox.remove-user': ofMailbox.extend({ userId: id }),
  'mailbox.signature': ofMailbox,
  'mailbox.set-signature': ofMailbox.extend({ body: z.string().max(longestSignature) }),
  'sharing.get': ofMailbox,
  'sharing.preview': PreviewSharing,
  'sharing.confirm': ConfirmSharing,
  'sharing.share-thread': ShareThread,
  'team-rule.list': nothing,
  'team-rule.propose': ProposeTeamRule,
  'team-rule.withdraw': z.object({ ruleId: id }),
  'team-rule.preview': TeamRuleAt,
  'team-rule.answer': AnswerTeamRule,

  'team.members': nothing,
  'team.invite': z.object({ email: z.string().max(1_000), role: Role }),
  'team.cancel-invitation': z.object({ id: z.string().max(200) }),
  'team.set-role': z.object({ userId: id, role: Role }),
  'team.remove-member': HandOver.extend({ userId: id }),
  'team.leave': HandOver,
  'team.departure': z.object({ userId: id }),
  'team.rename': z.object({ name: z.string().max(1_000) }),
  'notification.settings': nothing,
  'notification.set-settings': NotificationSettings,
  'team.set-presence': z.object({ enabled: z.boolean() }),
  'api-token.list': nothing,
  'api-token.create': CreateApiToken,
  'api-token.revoke': z.object({ id }),
  'webhook.list': nothing,
  'webhook.create': CreateWebhook,
  'webhook.rotate': z.object({ id }),
  'webhook.switch': z.object({ id, isOn: z.boolean() }),
  'webhook.remove': z.object({ id }),
  'webhook.test': z.object({ id }),
  'webhook.deliveries': z.object({ id }),
  'webhook.redeliver': z.object({ id }),
  'device.list': nothing,
  'device.revoke': z.object({ id: z.string().max(200) }),
  'webmail.losses': nothing,
  'report.page-shape': nothing,
};
