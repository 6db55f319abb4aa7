import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId, TeamId } from '#shared/contract/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';

/** Asks for the content of mails that are shared by now; `listWantedCopies` names them. */
export const fetchWantedMail = defineJob('fetch-wanted-mail', z.object({ teamId: TeamId, mailboxId: MailboxId }));

export interface MailboxRef {
  readonly teamId: string;
  readonly mailboxId: string;
}

interface WantedCopy {
  readonly providerMessageId: string;
  readonly providerThreadId: string | null;
}

/** Mails whose content is to be fetched from the provider and stored, those wanted longest first. */
export async function listWantedCopies(
  ports: Pick<Ports, 'db'>,
  { teamId, mailboxId, limit }: MailboxRef & { readonly limit: number },
): Promise<readonly WantedCopy[]> {
  const { rows } = await ports.db.execute<{ provider_message_id: string; provider_thread_id: string | null }>(sql`
    select provider_message_id, provider_thread_id from email_copy
    where team_id = ${teamId} and mailbox_id = ${mailboxId} and wanted_at is not null
    order by wanted_at, received_at desc limit ${limit}`);
  return rows.map((row) => ({ providerMessageId: row.provider_message_id, providerThreadId: row.provider_thread_id }));
}

/** Those among a mailbox's mails that are stored and need not be fetched. */
export async function findKnownCopies(
  ports: Pick<Ports, 'db'>,
  { teamId, mailboxId, providerMessageIds }: MailboxRef & { readonly providerMessageIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await ports.db.execute<{ provider_message_id: string }>(sql`
    select provider_message_id from email_copy
    where team_id = ${teamId} and mailbox_id = ${mailboxId} and wanted_at is null and deleted_at is null
      and provider_message_id in (select json_array_elements_text(${JSON.stringify(providerMessageIds)}::json))`);
  return new Set(rows.map((row) => row.provider_message_id));
}
