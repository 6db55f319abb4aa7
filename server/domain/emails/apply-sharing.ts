import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId, TeamId } from '#shared/contract/ids.ts';
import { readHashKey } from '../contacts/index.ts';
import { lockThreads, noteArrivals, refreshCounts } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { settleContent } from './settle-content.ts';
import { findReason, loadCopyFacts, readAllFacts, type CopyFacts } from './sharing-facts.ts';
import { loadRules, loadTeamAddresses } from './sharing-rules.ts';
import { fetchWantedMail } from './wanted-copies.ts';

/** Brings a mailbox's mail to what its owner's rules say now. */
export const applySharingJob = defineJob('apply-sharing', z.object({ teamId: TeamId, mailboxId: MailboxId }));

type MailboxAt = z.infer<typeof applySharingJob.payload>;

/**
 * Shares what the mailbox's rules share and takes the rest back. What is to be shared and was private is asked for at
 * the provider; what is taken back leaves nothing here unless another mailbox shares it. Can be cut off and run again.
 */
export async function applySharing(ports: Ports, at: MailboxAt): Promise<void> {
  const hashKey = await readHashKey(ports.db, at.teamId);
  const teamAddresses = await loadTeamAddresses(ports.db, at.teamId, hashKey);
  let after = '';
  for await (const facts of readAllFacts(ports.db, at, teamAddresses)) {
    await applyTo(ports, at, hashKey, { after, limit: facts.length });
    after = facts.at(-1)?.providerMessageId ?? after;
  }
}

async function applyTo(
  ports: Ports,
  at: MailboxAt,
  hashKey: string,
  range: { readonly after: string; readonly limit: number },
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, at.teamId);
    // Read again under the lock: what holds now decides.
    const rules = await loadRules(tx, at, hashKey);
    const facts = await loadCopyFacts(tx, { ...at, ...range }, await loadTeamAddresses(tx, at.teamId, hashKey));
    const decided = facts.map((copy) => ({ copy, rule: findReason(rules, copy) }));
    const changed = decided.filter(({ copy, rule }) => (rule?.id ?? null) !== copy.sharedBecause);
    const shared = changed.flatMap(({ copy, rule }) => (rule === undefined ? [] : [{ copy, rule }]));
    const taken = changed.filter(({ rule }) => rule === undefined).map(({ copy }) => copy);
    for (const { copy, rule } of shared) await share(tx, at, copy, rule);
    await noteArrivals(
      ports,
      tx,
      at.teamId,
      shared.flatMap(({ copy }) => (copy.hasContent && !copy.isShared ? [copy] : [])),
    );
    await takeBack(ports, tx, at, taken);
    if (shared.some(({ copy }) => !copy.hasContent))
      await ports.queue.enqueue(tx, fetchWantedMail, at, { jobKey: `wanted:${at.mailboxId}` });
  });
}

async function share(
  tx: Transaction,
  { teamId, mailboxId }: MailboxAt,
  copy: CopyFacts,
  rule: { readonly id: string; readonly createdBy?: string },
): Promise<void> {
  await tx.execute(sql`
    update email_copy set is_shared = true, shared_because = ${rule.id}, shared_by = coalesce(${rule.createdBy ?? null}::uuid, shared_by),
      shared_at = coalesce(shared_at, now()), wanted_at = case when ${copy.hasContent} then wanted_at else now() end
    where team_id = ${teamId} and mailbox_id = ${mailboxId} and provider_message_id = ${copy.providerMessageId}`);
}

async function takeBack(
  ports: Ports,
  tx: Transaction,
  { teamId, mailboxId }: MailboxAt,
  copies: readonly CopyFacts[],
): Promise<void> {
  if (copies.length === 0) return;
  const ids = JSON.stringify(copies.map(({ providerMessageId }) => providerMessageId));
  await tx.execute(sql`
    update email_copy set is_shared = false, shared_because = null, shared_by = null, shared_at = null, wanted_at = null
    where team_id = ${teamId} and mailbox_id = ${mailboxId}
      and provider_message_id in (select json_array_elements_text(${ids}::json))`);
  const places = [...new Set(copies.map(({ correspondenceId }) => correspondenceId))];
  await settleContent(
    tx,
    teamId,
    copies.map(({ emailId }) => emailId),
  );
  await refreshCounts(tx, teamId, places);
  await ports.liveFeed.publish(
    tx,
    places.map((correspondenceId) => ({ teamId, kind: 'correspondence', payload: { correspondenceId } })),
  );
}
