import { z } from 'zod';
import { CorrespondenceId, EmailId, FileId, MailboxId, OutgoingMailId, UserId } from './ids.ts';

/** `failed`: certainly not sent (or bounced). `unknown`: nobody can tell, so nothing repeats it by itself. */
export const OutgoingState = z.enum(['draft', 'queued', 'sent', 'failed', 'unknown']);
export type OutgoingState = z.infer<typeof OutgoingState>;

export const OutgoingKind = z.enum(['reply', 'reply-all', 'forward', 'new']);
export type OutgoingKind = z.infer<typeof OutgoingKind>;

/** A header field's text: what ends a line would begin another header (RFC 5322, 2.2). */
const HeaderText = (max: number, what: string) =>
  z
    .string()
    .max(max, { error: `The ${what} is too long (${max} characters at most).` })
    .regex(/^\P{Cc}*$/u, { error: `The ${what} must be one line.` });

/** Somebody whom a mail goes to. A draft may hold what is no address yet; sending does not. */
export const Recipient = z.object({ name: HeaderText(200, 'name'), address: HeaderText(320, 'address') });
export type Recipient = z.infer<typeof Recipient>;

export const mostRecipients = 100;
export const longestBody = 200_000;

/** A draft keeps more than can be sent to, so that nothing that was pasted is lost. */
const mostKept = 1000;
const Recipients = z
  .array(Recipient)
  .max(mostKept, { error: `A draft can hold ${mostKept} recipients. Take some away.` });

/** A file that goes with a mail: one that its writer stored, or one of the mail that is passed on. Sizes in bytes. */
export const OutgoingFile = z.object({ fileId: FileId, name: z.string().max(255), size: z.int().min(0) });
export type OutgoingFile = z.infer<typeof OutgoingFile>;

export const mostOutgoingFiles = 20;
/** Of all files of a mail; a third more travels, and Google takes 36 MB. */
export const mostOutgoingBytes = 25 * 1024 * 1024;

const Person = z.object({ id: UserId, name: z.string() });

/** What somebody writes of a mail; the id is theirs, so that a repeat is harmless. */
export const OutgoingDraft = z.object({
  id: OutgoingMailId,
  kind: OutgoingKind,
  /** The mail that is answered or passed on. */
  emailId: EmailId.nullable(),
  correspondenceId: CorrespondenceId.nullable(),
  mailboxId: MailboxId.nullable(),
  /** Another address of that mailbox; null: its own. */
  fromAddress: HeaderText(320, 'address').nullable().default(null),
  to: Recipients,
  cc: Recipients,
  bcc: Recipients,
  subject: HeaderText(900, 'subject'),
  body: z.string().max(longestBody, { error: 'The text is too long for an e-mail; send the rest as a file.' }),
  withQuote: z.boolean(),
  files: z
    .array(OutgoingFile)
    .max(mostOutgoingFiles, { error: `An e-mail can have ${mostOutgoingFiles} files. Take some away.` })
    .default([]),
});
export type OutgoingDraft = z.infer<typeof OutgoingDraft>;

/** A draft to be sent: now, or at a moment that its writer chose. */
export const OutgoingSend = OutgoingDraft.extend({ sendAt: z.iso.datetime({ offset: true }).nullable().default(null) });
export type OutgoingSend = z.infer<typeof OutgoingSend>;

/** A change of state; `by` null: the server itself. */
export const OutgoingChange = z.object({
  at: z.iso.datetime(),
  state: OutgoingState,
  by: Person.nullable(),
  problem: z.string().nullable(),
});
export type OutgoingChange = z.infer<typeof OutgoingChange>;

/** A record that a mail belongs to. Cases and tasks are another system's, known by the ids that it gives. */
export const OutgoingLink = z.object({
  kind: z.enum(['contact', 'company', 'correspondence', 'case', 'task']),
  recordId: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u),
});
export type OutgoingLink = z.infer<typeof OutgoingLink>;

export const OutgoingMail = OutgoingDraft.extend({
  /** The address that it goes out from, while that mailbox is connected. */
  from: z.string().nullable(),
  author: Person,
  /** Who has it in hand. */
  editor: Person,
  state: OutgoingState,
  /** A provider may have it already, so it can't be taken back. */
  isUnderWay: z.boolean(),
  /** What is wrong and what to do, as a sentence. */
  problem: z.string().nullable(),
  /** Of a queued one: the moment that its writer chose; null where it goes at once. */
  sendAt: z.iso.datetime().nullable(),
  /** When a queued one goes out, or is tried again. */
  dueAt: z.iso.datetime().nullable(),
  sentAt: z.iso.datetime().nullable(),
  /** When a failed one was reported back as not delivered: it had gone out. */
  bouncedAt: z.iso.datetime().nullable().default(null),
  /** The same mail as it came back from the mailbox. */
  sentEmailId: EmailId.nullable(),
  links: z.array(OutgoingLink).default([]),
  history: z.array(OutgoingChange),
  version: z.int(),
  updatedAt: z.iso.datetime(),
});
export type OutgoingMail = z.infer<typeof OutgoingMail>;

/** A mailbox of one's own that mail may go out from. */
export const SendingMailbox = z.object({
  id: MailboxId,
  address: z.string(),
  /** False until its owner allowed sending. */
  maySend: z.boolean(),
  /** What the asker signs with, as Markdown; empty: nothing. */
  signature: z.string(),
  /** Other addresses that it may write from. */
  aliases: z.array(Recipient),
});
export type SendingMailbox = z.infer<typeof SendingMailbox>;

/** What an answer begins with. */
export const PreparedAnswer = z.object({
  mailboxes: z.array(SendingMailbox),
  mailboxId: MailboxId.nullable(),
  /** The other address of that mailbox that was written to. */
  fromAddress: z.string().nullable(),
  to: z.array(Recipient),
  cc: z.array(Recipient),
  subject: z.string(),
  /** What is quoted below the answer. */
  quote: z.string(),
  /** What goes along when the mail is passed on. */
  files: z.array(OutgoingFile),
  /** Domains that are the team's own, free-mail ones left out. */
  ownDomains: z.array(z.string()),
  /** Who is no stranger here: the team's own addresses, and everybody in the mail that is answered. */
  insiders: z.array(z.string()),
});
export type PreparedAnswer = z.infer<typeof PreparedAnswer>;
