import { z } from 'zod';
import { Company, Contact } from './contact.ts';
import { CorrespondenceCard } from './correspondence-list.ts';
import { Discussion, MessageBody, PresenceView, Visibility } from './discussion.ts';
import { CorrespondenceId, DiscussionId, FileId, KeyedHash, MessageId, UserId } from './ids.ts';
import { Line, Printable } from './plain-text.ts';

/**
 * What opening a mail tells the server: hashes under the team's key and nothing else.
 * `account` and `thread` hash the webmail account's address and the thread id; `addresses` and `domains` hash the
 * participants'; `fingerprints` hash subject, participants and minute of each fully shown message.
 */
export const OpenCorrespondence = z.object({
  webmail: z.enum(['gmail', 'outlook']),
  account: KeyedHash,
  thread: KeyedHash,
  addresses: z.array(KeyedHash).max(200),
  domains: z.array(KeyedHash).max(200),
  fingerprints: z.array(KeyedHash).max(200),
});
export type OpenCorrespondence = z.infer<typeof OpenCorrespondence>;

/** A discussion that a teammate started about what looks like the same mail, which the asker may see. */
export const JoinOffer = z.object({
  discussionId: DiscussionId,
  startedBy: z.string(),
  startedAt: z.iso.datetime(),
  messageCount: z.number().int(),
});
export type JoinOffer = z.infer<typeof JoinOffer>;

export const CorrespondenceView = z.object({
  correspondenceId: CorrespondenceId.nullable(),
  contacts: z.array(Contact),
  /** Companies known by the hash of their domain, for people who are not saved yet. */
  companies: z.array(z.object({ domain: KeyedHash, company: Company })),
  /** Hashes among those asked that belong to teammates: never offered as customers. */
  teammateAddresses: z.array(KeyedHash),
  /** Where the correspondence stands; null where no mailbox has brought mail of it that the asker may see. */
  mail: CorrespondenceCard.nullable(),
  /** The asker's own mailbox has this thread and shares nothing of it. */
  isPrivate: z.boolean(),
  discussion: Discussion.nullable(),
  joinOffer: JoinOffer.nullable(),
  presence: PresenceView.nullable(),
  chat: z.object({
    connected: z.boolean(),
    channelName: z.string().nullable(),
    problem: z.string().nullable(),
  }),
});
export type CorrespondenceView = z.infer<typeof CorrespondenceView>;

const Participant = z.object({ name: Line(200), address: Line(320) });

/** The mail as the page shows it, sent only when somebody acts on it. */
export const MailClaim = z.object({
  webmail: z.enum(['gmail', 'outlook']),
  account: Line(320),
  thread: z.object({
    kind: z.enum(['gmail-thread', 'gmail-client-thread', 'outlook-conversation', 'outlook-item']),
    id: Printable(600).min(1),
  }),
  subject: Line(500),
  sender: Participant,
  participants: z.array(Participant).max(200),
  fingerprints: z.array(KeyedHash).max(200),
  url: Printable(2_000).pipe(z.url({ protocol: /^https$/ })),
});
export type MailClaim = z.infer<typeof MailClaim>;

/** `discussionId` continues one; `mail` starts (or finds) the one of this thread. The id makes a repeat harmless. */
export const PostMessage = z.object({
  messageId: MessageId,
  target: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('discussion'), discussionId: DiscussionId }),
    z.object({
      kind: z.literal('mail'),
      mail: MailClaim,
      visibility: Visibility.default('team'),
      channelId: Printable(40).nullable().default(null),
    }),
  ]),
  body: MessageBody,
  mentions: z.array(UserId).max(100).default([]),
  fileIds: z.array(FileId).max(10).default([]),
});
export type PostMessage = z.input<typeof PostMessage>;

export const JoinDiscussion = z.object({ discussionId: DiscussionId, mail: MailClaim });
export type JoinDiscussion = z.infer<typeof JoinDiscussion>;
