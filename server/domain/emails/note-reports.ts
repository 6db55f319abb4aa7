import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { isInMemory, type MailBytes } from '#server/ports/mail-bytes.ts';
import { defineJob } from '#server/ports/queue.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { IncomingEmail } from './incoming-email.ts';
import { readDeliveryReport, type DeliveryReport } from './mime/read-delivery-report.ts';

/** Says of a mail to a customer that it came back. */
export const noteBounceJob = defineJob('note-bounce', z.object({ teamId: z.uuid(), outgoingId: z.uuid() }));

/** What is said of the mail stands at the beginning, before what it carried. */
const beginningBytes = 512 * 1024;

/** What a mail reports of another that was sent; undefined for nearly every mail. */
export async function readReport(raw: MailBytes): Promise<DeliveryReport | undefined> {
  return readDeliveryReport(
    isInMemory(raw) ? Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength) : await readBeginning(raw.path),
  );
}

async function readBeginning(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const insert: PreparedStatement = {
  name: 'emails.insert-reports',
  text: `insert into outgoing_mail_report (team_id, outgoing_id, email_id, failures)
    select $1, o.id, given.email, kept.failures
    from json_to_recordset($3::json) as given (message text, email uuid, failures jsonb)
    join outgoing_mail o on o.team_id = $1 and o.mailbox_id = $2 and o.state <> 'draft'
      and (o.message_id = given.message or exists (select from email_copy c
        join email e on e.team_id = $1 and e.id = c.email_id and e.message_id = given.message
        where c.team_id = $1 and c.mailbox_id = $2 and c.provider_message_id = o.provider_message_id))
    cross join lateral (select jsonb_agg(f order by place) as failures
      from jsonb_array_elements(given.failures) with ordinality as each (f, place)
      where lower(f ->> 'address') in (select lower(r ->> 'address') from jsonb_array_elements(o."to" || o.cc || o.bcc) r)) kept
    where kept.failures is not null
    on conflict do nothing returning outgoing_id`,
};

/**
 * Notes down what reports say of mail that went out from the mailbox they came to, and asks for it to be told. A report
 * in any other mailbox is a mail like others: whoever sends one there can't say anything of somebody else's mail. Of
 * whom it names, only those count whom the mail was for.
 */
export async function noteReports(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, mailboxId }: Pick<IncomingEmail, 'teamId' | 'mailboxId'>,
  reports: readonly { readonly emailId: string; readonly report: DeliveryReport }[],
): Promise<void> {
  if (reports.length === 0) return;
  const given = reports.map(({ emailId, report }) => ({
    email: emailId,
    message: report.messageId,
    failures: report.failures,
  }));
  const rows = await runPreparedIn<{ outgoing_id: string }>(tx, insert, [teamId, mailboxId, JSON.stringify(given)]);
  for (const { outgoing_id: outgoingId } of rows)
    await ports.queue.enqueue(tx, noteBounceJob, { teamId, outgoingId }, { jobKey: `note-bounce:${outgoingId}` });
}
