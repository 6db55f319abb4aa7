import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { EmailId, MailboxId, TeamId, UserId } from '#shared/contract/ids.ts';
import type { Database } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';

export interface SourceOptions {
  readonly id?: string | null;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly date?: Date;
  readonly body?: string;
  /** Markup instead of the text. */
  readonly html?: string;
  readonly headers?: readonly string[];
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
}

/** A mail as it travels (RFC 5322), with a Message-ID of its own unless one is given or refused with null. */
export function createSource(options: SourceOptions = {}): Uint8Array {
  const id = options.id === undefined ? `${randomUUID()}@weiss-tools.example` : options.id;
  const lines = [
    `From: ${options.from ?? 'Marta Weiss <marta@weiss-tools.example>'}`,
    `To: ${options.to ?? 'Support <support@larkfield.example>'}`,
    ...(options.cc === undefined ? [] : [`Cc: ${options.cc}`]),
    ...(options.bcc === undefined ? [] : [`Bcc: ${options.bcc}`]),
    `Subject: ${options.subject ?? 'Quote for 40 garden benches'}`,
    `Date: ${(options.date ?? new Date('2026-11-02T09:00:00Z')).toUTCString()}`,
    ...(id === null ? [] : [`Message-ID: <${id}>`]),
    ...(options.inReplyTo === undefined ? [] : [`In-Reply-To: <${options.inReplyTo}>`]),
    ...(options.references === undefined
      ? []
      : [`References: ${options.references.map((each) => `<${each}>`).join(' ')}`]),
    ...(options.headers ?? []),
    'MIME-Version: 1.0',
  ];
  const body = options.html ?? options.body ?? 'Could you send us a quote for 40 benches?';
  const text = `Content-Type: text/${options.html === undefined ? 'plain' : 'html'}; charset=utf-8`;
  if (options.file === undefined) return Buffer.from([...lines, text, '', body, ''].join('\r\n'));
  const { name, type, bytes } = options.file;
  const parts = [
    ...lines,
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    text,
    '',
    body,
    '--part',
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(bytes).toString('base64'),
    '--part--',
    '',
  ];
  return Buffer.from(parts.join('\r\n'));
}

/** A connected mailbox as mail comes from it, without a provider. */
export interface TestMailbox {
  readonly teamId: TeamId;
  readonly mailboxId: MailboxId;
  readonly ownerUserId: UserId;
  readonly mailboxAddress: string;
}

export function createTestMailbox(
  owner: { readonly teamId: TeamId; readonly userId: UserId },
  mailboxAddress: string,
): TestMailbox {
  return { teamId: owner.teamId, mailboxId: createId<MailboxId>(), ownerUserId: owner.userId, mailboxAddress };
}

/** What a mailbox's owner confirmed before: everything is shared. */
export async function shareEverything(db: Database, mailbox: TestMailbox): Promise<void> {
  await db.execute(sql`
    insert into sharing_rule (team_id, id, mailbox_id, kind, includes_free_mail, created_by)
    values (${mailbox.teamId}, ${createId()}, ${mailbox.mailboxId}, 'all', true, ${mailbox.ownerUserId})`);
}

export interface CopyOptions {
  readonly providerMessageId?: string;
  readonly thread?: string | null;
  readonly receivedAt?: Date;
  readonly labels?: readonly string[];
  readonly isRead?: boolean;
}

/** A source as it comes from a mailbox, each in a thread of its own unless one is named. */
export function arrive(mailbox: TestMailbox, raw: Uint8Array, options: CopyOptions = {}) {
  const dated = /^Date: (.*)$/m.exec(Buffer.from(raw).toString())?.[1];
  return {
    ...mailbox,
    providerMessageId: options.providerMessageId ?? randomUUID(),
    providerThreadId: options.thread === undefined ? randomUUID() : options.thread,
    threadKind: 'gmail-thread' as const,
    raw,
    receivedAt: options.receivedAt ?? new Date(dated ?? 0),
    labels: options.labels ?? ['inbox'],
    isRead: options.isRead ?? false,
  };
}

/** The groups in which a team's mails are, each by the names given to its mails. */
export async function readGroups(
  db: Database,
  teamId: string,
  names: ReadonlyMap<EmailId, string>,
): Promise<readonly string[]> {
  const { rows } = await db.execute<{ id: EmailId; correspondence_id: string }>(
    sql`select id, correspondence_id from email where team_id = ${teamId}`,
  );
  const groups = Map.groupBy(rows, (row) => row.correspondence_id);
  return [...groups.values()]
    .map((group) =>
      group
        .map(({ id }) => names.get(id) ?? '?')
        .toSorted()
        .join(' '),
    )
    .toSorted();
}
