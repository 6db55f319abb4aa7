import { isHeldBy } from '#server/db/holder-sql.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { ContactId, EmailId } from '#shared/contract/ids.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import {
  mostOutgoingFiles,
  OutgoingKind,
  type OutgoingFile,
  type PreparedAnswer,
  type Recipient,
  type SendingMailbox,
} from '#shared/contract/outgoing-mail.ts';
import { parseSubject } from '#shared/email/subject.ts';
import { getContact } from '../contacts/index.ts';
import { listSendingMailboxes } from '../mailboxes/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { getAnswered, type AnsweredMail } from './answered-mail.ts';
import { findContactTraces, listTeamAddresses } from './known-addresses.ts';
import { quoteAsText } from './quote.ts';

export const PrepareAnswer = z.object({
  kind: OutgoingKind,
  emailId: EmailId.nullable(),
  /** Whom a new mail is for. */
  contactId: ContactId.nullable().default(null),
});
export type PrepareAnswer = z.infer<typeof PrepareAnswer>;

/**
 * What an answer begins with: who gets it, its subject, what it quotes, and from which of the asker's mailboxes it goes
 * out (the one that had the mail first). Stores nothing.
 * @throws Problem 'not-found' for mail that the team may not see.
 */
export async function prepareAnswer(ports: Ports, ctx: Context, input: PrepareAnswer): Promise<PreparedAnswer> {
  requirePermission(ctx, 'outgoing-mail.write');
  const mailboxes = await listSendingMailboxes(ports.db, ctx);
  const [first] = mailboxes.filter(({ maySend }) => maySend).concat(mailboxes);
  const own = mailboxes.flatMap(({ address, aliases }) => [address, ...aliases.map((alias) => alias.address)]);
  const { ownDomains, teamAddresses } = await listTeamAddresses(ports.db, ctx.teamId);
  const insiders = [...new Set([...own, ...teamAddresses])];
  const nobody = {
    mailboxes,
    mailboxId: first?.id ?? null,
    fromAddress: null,
    to: [],
    cc: [],
    subject: '',
    quote: '',
    files: [],
  };
  const blank = { ...nobody, ownDomains, insiders };
  if (input.emailId === null) return input.contactId === null ? blank : forContact(ports, ctx, blank, input.contactId);
  const mail = await getAnswered(ports.db, ctx.teamId, input.emailId);
  const holder = await findHolder(ports, ctx, mail.id);
  const mailboxId = mailboxes.find(({ id }) => id === holder)?.id ?? blank.mailboxId;
  return {
    ...blank,
    mailboxId,
    fromAddress: aliasWrittenTo(
      mail,
      mailboxes.find(({ id }) => id === mailboxId),
    ),
    ...recipientsOf(input.kind, mail, own),
    subject: subjectOf(input.kind, mail.subject),
    quote: quoteAsText(input.kind, mail),
    files: input.kind === 'forward' ? await listFiles(ports, ctx.teamId, mail.id) : [],
    insiders: [...new Set([...insiders, ...mail.people.map(({ address }) => address)])],
  };
}

/** The other address of a mailbox that a mail was for, unless it was for its own. */
function aliasWrittenTo({ people }: AnsweredMail, mailbox: SendingMailbox | undefined): string | null {
  const reached = new Set(people.filter(({ role }) => role === 'to' || role === 'cc').map(({ address }) => address));
  if (mailbox === undefined || reached.has(mailbox.address)) return null;
  return mailbox.aliases.find(({ address }) => reached.has(address))?.address ?? null;
}

/** To a contact, where they wrote from last, out of the mailbox that had their mail first. */
async function forContact(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  blank: PreparedAnswer,
  contactId: ContactId,
): Promise<PreparedAnswer> {
  const contact = await getContact(ports.db, ctx.teamId, contactId);
  const { address, mailboxId } = await findContactTraces(ports.db, ctx, contactId);
  const to = address ?? contact.addresses[0]?.address;
  return {
    ...blank,
    mailboxId: blank.mailboxes.find(({ id }) => id === mailboxId)?.id ?? blank.mailboxId,
    to: to === undefined ? [] : [{ name: contact.name, address: to }],
    insiders: [...blank.insiders, ...contact.addresses.map((each) => each.address)],
  };
}

/** What came with a mail, pictures inside of its text left out. */
async function listFiles(ports: Pick<Ports, 'db'>, teamId: string, emailId: string): Promise<OutgoingFile[]> {
  const { rows } = await ports.db.execute<{ id: OutgoingFile['fileId']; name: string; size: number }>(sql`
    select id, name, size from email_attachment where team_id = ${teamId} and email_id = ${emailId} and not is_inline
    order by position limit ${mostOutgoingFiles}`);
  return rows.map(({ id, name, size }) => ({ fileId: id, name, size }));
}

/** The asker's mailbox that had the mail first. */
async function findHolder(ports: Pick<Ports, 'db'>, ctx: Context, emailId: string): Promise<MailboxId | undefined> {
  const { rows } = await ports.db.execute<{ mailbox_id: MailboxId }>(sql`
    select c.mailbox_id from email_copy c where c.team_id = ${ctx.teamId} and c.email_id = ${emailId}
      and ${isHeldBy('c', ctx.userId)} and c.deleted_at is null order by c.received_at, c.mailbox_id limit 1`);
  return rows[0]?.mailbox_id;
}

/** Who gets an answer: whoever wrote (or asked for answers elsewhere), with `reply-all` everybody but oneself. */
export function recipientsOf(
  kind: OutgoingKind,
  mail: Pick<AnsweredMail, 'direction' | 'people'>,
  own: readonly string[],
): { to: Recipient[]; cc: Recipient[] } {
  if (kind === 'forward' || kind === 'new') return { to: [], cc: [] };
  const inRole = (wanted: string): Recipient[] =>
    mail.people.filter(({ role }) => role === wanted).map(({ name, address }) => ({ name, address }));
  const replyTo = inRole('reply-to');
  const writers = mail.direction === 'out' ? inRole('to') : replyTo.length > 0 ? replyTo : inRole('from');
  if (kind === 'reply') return { to: unique(writers, []), cc: [] };
  const others = mail.direction === 'out' ? [] : inRole('to');
  const to = unique([...writers, ...others], own);
  return { to, cc: unique(inRole('cc'), [...own, ...to.map(({ address }) => address)]) };
}

function unique(people: readonly Recipient[], without: readonly string[]): Recipient[] {
  const seen = new Set(without);
  return people.filter(({ address }) => !seen.has(address) && seen.add(address) !== undefined);
}

function subjectOf(kind: OutgoingKind, subject: string): string {
  const { isReply, isForward } = parseSubject(subject);
  if (kind === 'forward') return isForward ? subject : `Fwd: ${subject}`;
  return isReply ? subject : `Re: ${subject}`;
}
