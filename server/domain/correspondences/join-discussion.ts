import { sql } from 'drizzle-orm';
import type { CorrespondenceView, JoinDiscussion, MailClaim } from '#shared/contract/correspondence.ts';
import { domainOf, normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { recordAudit } from '../audit/index.ts';
import { readHashKey } from '../contacts/index.ts';
import { addMembers, discussionNotFound, lockDiscussion } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { addClaim, attachClaim, lockThread } from './claim-mail.ts';
import { readMail, type KnownMail } from './mail-hashes.ts';
import { openCorrespondence } from './open-correspondence.ts';

/**
 * Puts the asker's copy of a mail to a discussion that a teammate started, which they follow from then on. It must be one that they may see and
 * whose mail is the same by a fingerprint: an id alone joins nothing.
 * @throws Problem 'not-found' for anything else, whatever the reason.
 */
export async function joinDiscussion(ports: Ports, ctx: Context, input: JoinDiscussion): Promise<CorrespondenceView> {
  requirePermission(ctx, 'discussion.write');
  const { mail, hashKey } = await inTransaction(ports.db, async (tx) => {
    const key = await readHashKey(tx, ctx.teamId);
    const known = await readMail(input.mail, key);
    await lockThread(tx, ctx, known);
    const discussion = await lockDiscussion(tx, ctx, input.discussionId);
    await requireSameMail(tx, ctx, discussion.correspondenceId, input.mail);
    await addClaim(tx, ctx, discussion.correspondenceId, known);
    await attachClaim(tx, ctx, known);
    const at = { teamId: ctx.teamId, discussionId: discussion.id };
    await addMembers(tx, at, [ctx.userId], { invited: false, readUpTo: 0 });
    await tx.execute(sql`
      delete from join_refusal where team_id = ${ctx.teamId} and user_id = ${ctx.userId}
      and discussion_id = ${discussion.id}`);
    await recordAudit(tx, ctx, {
      action: 'discussion.join',
      target: `discussion:${discussion.id}`,
      detail: { correspondenceId: discussion.correspondenceId },
    });
    const mine = { ...at, userId: ctx.userId };
    await ports.liveFeed.publish(tx, [
      { ...mine, kind: 'correspondence', payload: { correspondenceId: discussion.correspondenceId } },
      { ...mine, kind: 'discussion' },
    ]);
    return { mail: known, hashKey: key };
  });
  return openCorrespondence(ports, ctx, await hashesOf(mail, hashKey));
}

/** The asker's "not the same mail": this discussion is not offered to them again. */
export async function refuseJoin(
  ports: Ports,
  ctx: Context,
  input: Pick<JoinDiscussion, 'discussionId'>,
): Promise<void> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const discussion = await lockDiscussion(tx, ctx, input.discussionId);
    const { rows } = await tx.execute(sql`
      insert into join_refusal (team_id, user_id, discussion_id)
      values (${ctx.teamId}, ${ctx.userId}, ${discussion.id}) on conflict do nothing returning user_id`);
    if (rows.length > 0)
      await recordAudit(tx, ctx, { action: 'discussion.refuse-join', target: `discussion:${discussion.id}` });
  });
}

async function requireSameMail(
  tx: Transaction,
  ctx: Context,
  correspondenceId: string,
  mail: MailClaim,
): Promise<void> {
  const { rows } = await tx.execute(sql`
    select from claim_fingerprint where team_id = ${ctx.teamId} and correspondence_id = ${correspondenceId}
      and fingerprint in (select json_array_elements_text(${JSON.stringify(mail.fingerprints)}::json)) limit 1`);
  if (rows.length === 0) throw discussionNotFound();
}

/** What opening the same mail would have sent. */
async function hashesOf(mail: KnownMail, hashKey: string) {
  const { webmail, participants, sender, fingerprints } = mail.claim;
  const addresses = [sender, ...participants].flatMap(({ address }) => normaliseAddress(address) ?? []);
  const hashAll = (purpose: 'address' | 'domain', texts: readonly string[]) =>
    Promise.all([...new Set(texts)].map((text) => keyedHash(hashKey, purpose, text)));
  const [addressHashes, domains] = await Promise.all([
    hashAll('address', addresses),
    hashAll('domain', addresses.map(domainOf)),
  ]);
  return {
    webmail,
    account: mail.accountHash,
    thread: mail.threadHash,
    addresses: addressHashes,
    domains,
    fingerprints,
  };
}
