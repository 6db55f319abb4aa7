import { sql } from 'drizzle-orm';
import type { Verdict } from '../verify.ts';
import type { Correspondence, Delivered } from './correspond.ts';
import type { MailWorld } from './mail-world.ts';

interface CopyRow extends Record<string, unknown> {
  readonly mailbox_id: string;
  readonly id: string;
  readonly is_read: boolean;
  readonly message_id: string;
  readonly correspondence_id: string;
  readonly attachments: string[] | null;
}

/** Compares what the accounts hold with what the team has. */
export async function verifyMail(world: MailWorld, correspondence: Correspondence): Promise<Verdict> {
  const failures: string[] = [];
  const copies = await readCopies(world);
  const living = correspondence.delivered.filter(({ isGone }) => !isGone);
  const byKey = new Map(copies.map((copy) => [`${copy.mailbox_id} ${copy.id}`, copy]));
  for (const one of living) checkCopy(one, byKey.get(keyOf(one)), failures);
  const expected = new Set(living.map(keyOf));
  for (const [key, copy] of byKey) if (!expected.has(key)) failures.push(`a copy too many: ${copy.message_id} ${key}`);
  checkThreads(living, byKey, failures);
  await checkEmails(world, living, failures);
  for (const { account, provider } of world.boxes) {
    const { refused } = provider.metered(account.address);
    if (refused > 0) failures.push(`${account.address} was asked for more than is allowed ${refused} times`);
  }
  return { counts: { mails: correspondence.mails.length, copies: living.length }, failures };
}

async function readCopies(world: MailWorld): Promise<readonly CopyRow[]> {
  const { rows } = await world.database.db.execute<CopyRow>(sql`
    select c.mailbox_id, c.provider_message_id as id, c.is_read, e.message_id, e.correspondence_id,
      (select array_agg(a.sha256) from email_attachment a where a.team_id = e.team_id and a.email_id = e.id) as attachments
    from email_copy c join email e on e.team_id = c.team_id and e.id = c.email_id
    where c.team_id = ${world.teamId} and c.deleted_at is null`);
  return rows;
}

function keyOf({ box, id }: Delivered): string {
  return `${box.mailbox.id} ${id}`;
}

function checkCopy(one: Delivered, copy: CopyRow | undefined, failures: string[]): void {
  const { messageId, attachment } = one.mail;
  if (copy === undefined) {
    failures.push(`${messageId} is not known in ${one.box.account.address}`);
    return;
  }
  if (copy.message_id !== messageId) failures.push(`${messageId} is stored as ${copy.message_id}`);
  if (copy.is_read !== one.isRead) failures.push(`${messageId} is ${copy.is_read ? '' : 'not '}read, which is wrong`);
  const found = (copy.attachments ?? []).join();
  if (found !== (attachment ?? '')) failures.push(`${messageId} has the attachments ${found}, not ${attachment}`);
}

/** Each thread is one correspondence, and no two are the same one. */
function checkThreads(living: readonly Delivered[], copies: ReadonlyMap<string, CopyRow>, failures: string[]): void {
  const places = new Map<string, Set<string>>();
  const threads = new Map<string, Set<string>>();
  for (const one of living) {
    const place = copies.get(keyOf(one))?.correspondence_id;
    if (place === undefined) continue;
    places.set(one.mail.thread, (places.get(one.mail.thread) ?? new Set()).add(place));
    threads.set(place, (threads.get(place) ?? new Set()).add(one.mail.thread));
  }
  for (const [thread, found] of places) if (found.size > 1) failures.push(`${thread} is split into ${found.size}`);
  for (const found of threads.values())
    if (found.size > 1) failures.push(`${[...found].join(' and ')} are joined wrongly`);
}

async function checkEmails(world: MailWorld, living: readonly Delivered[], failures: string[]): Promise<void> {
  const { rows } = await world.database.db.execute<{ message_id: string; n: number }>(sql`
    select e.message_id, count(*)::int as n from email e where e.team_id = ${world.teamId}
      and exists (select from email_copy c where c.team_id = e.team_id and c.email_id = e.id and c.deleted_at is null)
    group by e.message_id`);
  const wanted = new Set(living.map(({ mail }) => mail.messageId));
  for (const { message_id: id, n } of rows) {
    if (n !== 1) failures.push(`${id} is stored ${n} times`);
    wanted.delete(id);
  }
  for (const id of wanted) failures.push(`${id} is not stored`);
}
