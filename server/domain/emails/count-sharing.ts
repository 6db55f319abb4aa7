import type { PreviewSharing, SharingCount, SharingRuleInput } from '#shared/contract/sharing.ts';
import { readHashKey } from '../contacts/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cleanRules } from './clean-rules.ts';
import type { SharingRule } from './decide-sharing.ts';
import { requireOwnMailbox } from './own-mailbox.ts';
import { findReason, readAllFacts } from './sharing-facts.ts';
import { hashValue, loadRules, loadTeamAddresses } from './sharing-rules.ts';

/** So many more than confirmed may have come in meanwhile. */
const slack = 1.1;
const slackMails = 20;

/** @throws Problem 'conflict' when by now much more would be shared than was agreed to. */
export function requireConfirmed(mails: number, confirmedMails: number): void {
  if (mails <= confirmedMails * slack + slackMails) return;
  throw new Problem(
    'conflict',
    `By now this would share ${mails} mails; look at the preview again. Nothing was changed.`,
  );
}

/** Counts what the team would see under these rules, beside what was shared by hand and with the team; changes nothing. */
export async function previewSharing(ports: Ports, ctx: Context, input: PreviewSharing): Promise<SharingCount> {
  requirePermission(ctx, 'correspondence.write');
  await requireOwnMailbox(ports.db, ctx, input.mailboxId);
  return countSharing(ports, ctx, input.mailboxId, async (inForce, hashKey) => ({
    before: null,
    after: [
      ...inForce.filter(({ kind, isOfTeam }) => kind === 'thread' || isOfTeam),
      ...(await Promise.all(cleanRules(input.rules).map((rule) => asRule(rule, ctx, hashKey)))),
    ],
  }));
}

interface Compared {
  /** What these share already is not counted; null: everything is. */
  readonly before: readonly SharingRule[] | null;
  readonly after: readonly SharingRule[];
}

/** Counts the mails of a mailbox that would be shared afterwards and are not before. */
export async function countSharing(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  mailboxId: string,
  choose: (inForce: readonly SharingRule[], hashKey: string) => Promise<Compared>,
): Promise<SharingCount> {
  const at = { teamId: ctx.teamId, mailboxId };
  const hashKey = await readHashKey(ports.db, ctx.teamId);
  const { before, after } = await choose(await loadRules(ports.db, at, hashKey), hashKey);
  const [people, contacts] = [new Set<string>(), new Set<string>()];
  let [mails, mailsInMailbox] = [0, 0];
  for await (const facts of readAllFacts(ports.db, at, await loadTeamAddresses(ports.db, ctx.teamId, hashKey))) {
    mailsInMailbox += facts.length;
    const isCounted = (copy: (typeof facts)[number]) =>
      findReason(after, copy) !== undefined && (before === null || findReason(before, copy) === undefined);
    for (const copy of facts.filter(isCounted)) {
      mails += 1;
      for (const { addressHash } of copy.outsiders) people.add(addressHash);
      if (copy.contactCount > 0) for (const { addressHash } of copy.counterparts) contacts.add(addressHash);
    }
  }
  return { mails, people: people.size, contacts: contacts.size, mailsInMailbox };
}

/** A rule as it would hold if the asker confirmed it now. */
export async function asRule(
  rule: Omit<SharingRuleInput, 'isNever'> & { readonly isNever?: boolean },
  ctx: Context,
  hashKey: string,
): Promise<SharingRule> {
  return {
    id: '',
    isNever: false,
    isOfTeam: false,
    ...rule,
    value: await hashValue(rule.kind, rule.value, hashKey),
    createdAt: new Date(),
    createdBy: ctx.userId,
  };
}
