import { z } from 'zod';

/** Ids are UUIDs in text form; the brand keeps one noun's id from being passed for another's. */
const id = <Name extends string>() => z.uuid().brand<Name>();

export const TeamId = id<'TeamId'>();
export const UserId = id<'UserId'>();
export const CompanyId = id<'CompanyId'>();
export const ContactId = id<'ContactId'>();
export const CorrespondenceId = id<'CorrespondenceId'>();
export const ApiTokenId = id<'ApiTokenId'>();
export const EmailId = id<'EmailId'>();
export const ActivityId = id<'ActivityId'>();
export const DiscussionId = id<'DiscussionId'>();
export const MessageId = id<'MessageId'>();
export const FileId = id<'FileId'>();
export const ChatLinkId = id<'ChatLinkId'>();
export const InstallationId = id<'InstallationId'>();
export const GuestId = id<'GuestId'>();
export const MailboxId = id<'MailboxId'>();
export const OutgoingMailId = id<'OutgoingMailId'>();
export const TemplateId = id<'TemplateId'>();
export const WebhookId = id<'WebhookId'>();
export const WebhookDeliveryId = id<'WebhookDeliveryId'>();

export type TeamId = z.infer<typeof TeamId>;
export type UserId = z.infer<typeof UserId>;
export type CompanyId = z.infer<typeof CompanyId>;
export type ContactId = z.infer<typeof ContactId>;
export type CorrespondenceId = z.infer<typeof CorrespondenceId>;
export type ApiTokenId = z.infer<typeof ApiTokenId>;
export type EmailId = z.infer<typeof EmailId>;
export type ActivityId = z.infer<typeof ActivityId>;
export type DiscussionId = z.infer<typeof DiscussionId>;
export type MessageId = z.infer<typeof MessageId>;
export type FileId = z.infer<typeof FileId>;
export type ChatLinkId = z.infer<typeof ChatLinkId>;
export type InstallationId = z.infer<typeof InstallationId>;
export type GuestId = z.infer<typeof GuestId>;
export type MailboxId = z.infer<typeof MailboxId>;
export type OutgoingMailId = z.infer<typeof OutgoingMailId>;
export type TemplateId = z.infer<typeof TemplateId>;
export type WebhookId = z.infer<typeof WebhookId>;
export type WebhookDeliveryId = z.infer<typeof WebhookDeliveryId>;

/** An HMAC-SHA256 under the team's key, in lowercase hex: what is sent instead of an address or a thread id. */
export const KeyedHash = z.string().regex(/^[0-9a-f]{64}$/);
export type KeyedHash = z.infer<typeof KeyedHash>;
