import { isHeldBy } from '#server/db/holder-sql.ts';
import { sql } from 'drizzle-orm';
import type {
  ConfirmSharing,
  PreviewSharing,
  ShareThread,
  SharingCount,
  SharingRuleInput,
  SharingView,
} from '#shared/contract/sharing.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import { normaliseAddress, normaliseDomain } from '#shared/email/address.ts';
import { recordAudit } from '../audit/index.ts';
import { readHashKey } from '../contacts/index.ts';
import { correspondenceNotFound } from '../correspondences/index.ts';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { applySharingJob } from './apply-sharing.ts';
import { decideSharing, type SharingRule } from './decide-sharing.ts';
import { readAllFacts } from './sharing-facts.ts';
import { hashValue, loadRules, loadTeamAddresses } from './sharing-rules.ts';

/** So many more than confirmed may have come in meanwhile. */
const slack = 1.1;
const slackMails = 20;

/** Counts what the team would see under these rules, and changes nothing. */
export async function previewSharing(ports: Ports, ctx: Context, input: PreviewSharing): Promise<SharingCount> {
  requirePermission(ctx, 'correspondence.write');
  await requireOwn(ports.db, ctx, input.mailboxId);
  const at = { teamId: ctx.teamId, mailboxId: input.mailboxId };
  const hashKey = await readHashKey(ports.db, ctx.teamId);
  const kept = (await loadRules(ports.db, at, hashKey)).filter(({ kind }) => kind === 'thread');
  const rules = [...kept, ...(await Promise.all(cleanRules(input.rules).map((rule) => asRule(rule, ctx, hashKey))))];
  const [people, contacts] = [new Set<string>(), new Set<string>()];
  let [mails, mailsInMailbox] = [0, 0];
  for await (const facts of readAllFacts(ports.db, at, await loadTeamAddresses(ports.db, ctx.teamId, hashKey))) {
    mailsInMailbox += facts.length;
    for (const copy of facts.filter((each) => decideSharing(rules, each) !== undefined)) {
      mails += 1;
      for (const { addressHash } of copy.outsiders) people.add(addressHash);
      if (copy.contactCount > 0) for (const { addressHash } of copy.counterparts) contacts.add(addressHash);
    }
  }
  return { mails, people: people.size, contacts: contacts.size, mailsInMailbox };
}

/**
 * Makes these the mailbox's rules: what they share is shared with the team soon, the rest is taken back.
 * @throws Problem 'conflict' when by now much more would be shared than the owner agreed to.
 */
export async function confirmSharing(ports: Ports, ctx: Context, input: ConfirmSharing): Promise<SharingView> {
  requirePermission(ctx, 'correspondence.write');
  const { mailboxId } = input;
  const { mails } = await previewSharing(ports, ctx, input);
  if (mails > input.confirmedMails * slack + slackMails)
    throw new Problem(
      'conflict',
      `By now this would share ${mails} mails; look at the preview again. Nothing was changed.`,
    );
  const rules = cleanRules(input.rules);
  await inTransaction(ports.db, async (tx) => {
    await requireOwn(tx, ctx, mailboxId);
    const values = JSON.stringify(rules.map((rule) => ({ ...rule, id: createId<string>() })));
    // A rule that stays keeps its id and since when it counts.
    await tx.execute(sql`
      delete from sharing_rule r where r.team_id = ${ctx.teamId} and r.mailbox_id = ${mailboxId} and r.kind <> 'thread'
        and not exists (select from json_to_recordset(${values}::json) as given (kind text, value text, "isNever" boolean)
          where given.kind = r.kind and given.value = r.value and given."isNever" = r.is_never)`);
    await tx.execute(sql`
      insert into sharing_rule (team_id, id, mailbox_id, kind, value, is_never, includes_free_mail, created_by)
      select ${ctx.teamId}::uuid, id, ${mailboxId}::uuid, kind, value, "isNever", "includesFreeMail", ${ctx.userId}::uuid
      from json_to_recordset(${values}::json) as given (id uuid, kind text, value text, "isNever" boolean,
        "includesFreeMail" boolean)
      on conflict (team_id, mailbox_id, kind, value, is_never) do update
      set includes_free_mail = excluded.includes_free_mail`);
    await recordAudit(tx, ctx, {
      action: 'mailbox.share',
      target: `mailbox:${mailboxId}`,
      detail: { rules: rules.length, mails },
    });
    await requestApply(ports, tx, ctx, mailboxId);
  });
  return getSharing(ports, ctx, { mailboxId });
}

/** What of the asker's mailbox is shared, and because of which rule. */
export async function getSharing(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly mailboxId: MailboxId },
): Promise<SharingView> {
  requirePermission(ctx, 'correspondence.write');
  await requireOwn(ports.db, ctx, input.mailboxId);
  const mine = sql`team_id = ${ctx.teamId} and mailbox_id = ${input.mailboxId}`;
  const { rows } = await ports.db.execute<SharingView['rules'][number]>(sql`
    select id, kind, value, is_never as "isNever", includes_free_mail as "includesFreeMail",
      (select count(*)::int from email_copy c where c.team_id = ${ctx.teamId} and c.mailbox_id = ${input.mailboxId}
        and c.shared_because = r.id::text and c.deleted_at is null) as mails
    from sharing_rule r where ${mine} order by created_at, id`);
  const counted = await ports.db.execute<{ shared: number; all: number }>(sql`
    select count(*) filter (where is_shared)::int as shared, count(*)::int as all from email_copy
    where ${mine} and deleted_at is null`);
  const { shared = 0, all = 0 } = counted.rows[0] ?? {};
  return { mailboxId: input.mailboxId, rules: rows, sharedMails: shared, privateMails: all - shared };
}

/** Shares the asker's own mail in a correspondence by hand, keeps it private for good, or leaves it to the rules. */
export async function shareThread(ports: Ports, ctx: Context, input: ShareThread): Promise<void> {
  requirePermission(ctx, 'correspondence.write');
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ mailbox_id: MailboxId; provider_thread_id: string }>(sql`
      select distinct c.mailbox_id, c.provider_thread_id from correspondence was
      join email e on e.team_id = ${ctx.teamId} and e.correspondence_id = coalesce(was.merged_into, was.id)
      join email_copy c on c.team_id = ${ctx.teamId} and c.email_id = e.id and ${isHeldBy('c', ctx.userId)}
        and c.deleted_at is null and c.provider_thread_id is not null
      where was.team_id = ${ctx.teamId} and was.id = ${input.id}`);
    if (rows.length === 0) throw correspondenceNotFound();
    for (const row of rows) await setThreadRule(tx, ctx, row, input.sharing);
    await recordAudit(tx, ctx, {
      action: `correspondence.${input.sharing}`,
      target: `correspondence:${input.id}`,
    });
    for (const mailboxId of new Set(rows.map((row) => row.mailbox_id))) await requestApply(ports, tx, ctx, mailboxId);
  });
}

async function setThreadRule(
  tx: Transaction,
  ctx: Context,
  at: { readonly mailbox_id: string; readonly provider_thread_id: string },
  sharing: ShareThread['sharing'],
): Promise<void> {
  await tx.execute(sql`
    delete from sharing_rule where team_id = ${ctx.teamId} and mailbox_id = ${at.mailbox_id} and kind = 'thread'
      and value = ${at.provider_thread_id}`);
  if (sharing === 'by-rules') return;
  await tx.execute(sql`
    insert into sharing_rule (team_id, id, mailbox_id, kind, value, is_never, created_by)
    values (${ctx.teamId}, ${createId()}, ${at.mailbox_id}, 'thread', ${at.provider_thread_id}, ${sharing === 'never'},
      ${ctx.userId})`);
}

async function requestApply(ports: Ports, tx: Transaction, ctx: Context, mailboxId: MailboxId): Promise<void> {
  const payload = { teamId: ctx.teamId, mailboxId };
  await ports.queue.enqueue(tx, applySharingJob, payload, { jobKey: `sharing:${mailboxId}` });
}

/** A mailbox is shared by its own user alone, from the moment it is connected. */
async function requireOwn(tx: Transaction | Database, ctx: Context, mailboxId: string): Promise<void> {
  const { rows } = await tx.execute(sql`
    select from team_address where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and user_id = ${ctx.userId}
    union all select from mailbox where team_id = ${ctx.teamId} and id = ${mailboxId} and owner_id = ${ctx.userId}
      and state <> 'disconnected'`);
  if (rows.length === 0) throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
}

/** One spelling per value, each rule once. Throws Problem 'invalid-input' for what is no address or domain. */
function cleanRules(rules: readonly SharingRuleInput[]): readonly SharingRuleInput[] {
  const cleaned = rules.map((rule) => ({ ...rule, value: cleanValue(rule) }));
  return [...new Map(cleaned.map((rule) => [`${rule.kind} ${rule.value} ${rule.isNever}`, rule])).values()];
}

function cleanValue({ kind, value }: SharingRuleInput): string {
  if (kind === 'contacts' || kind === 'all') return '';
  const cleaned = kind === 'address' ? normaliseAddress(value) : normaliseDomain(value.replace(/^@/, ''));
  if (cleaned === undefined)
    throw new Problem(
      'invalid-input',
      `“${value}” is no ${kind === 'address' ? 'address' : 'domain'}; nothing was changed.`,
    );
  return cleaned;
}

async function asRule(rule: SharingRuleInput, ctx: Context, hashKey: string): Promise<SharingRule> {
  return {
    id: '',
    ...rule,
    value: await hashValue(rule.kind, rule.value, hashKey),
    createdAt: new Date(),
    createdBy: ctx.userId,
  };
}
