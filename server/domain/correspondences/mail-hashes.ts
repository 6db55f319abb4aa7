import type { MailClaim } from '#shared/contract/correspondence.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { Problem } from '#server/kernel/problem.ts';

/** A mail as it is kept: addresses in one spelling, and the hashes under which it is found again. */
export interface KnownMail {
  readonly claim: MailClaim;
  readonly accountAddress: string;
  readonly accountHash: string;
  readonly threadHash: string;
  readonly senderAddress: string;
}

/** @throws Problem 'invalid-input' when the webmail account has no address, or the thread no lasting name. */
export async function readMail(claim: MailClaim, hashKey: string): Promise<KnownMail> {
  const accountAddress = normaliseAddress(claim.account);
  if (accountAddress === undefined)
    throw new Problem('invalid-input', 'The page does not show whose mailbox this is; reload it and try again.');
  if (claim.thread.kind === 'gmail-client-thread')
    throw new Problem('invalid-input', 'This mail has no lasting name yet; wait a moment and try again.');
  const [accountHash, threadHash] = await Promise.all([
    keyedHash(hashKey, 'account', accountAddress),
    keyedHash(hashKey, 'thread', `${claim.thread.kind}:${claim.thread.id}`),
  ]);
  const senderAddress = normaliseAddress(claim.sender.address) ?? claim.sender.address;
  return { claim, accountAddress, accountHash, threadHash, senderAddress };
}
