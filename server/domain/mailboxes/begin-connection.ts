import { createHash, randomBytes } from 'node:crypto';
import { lt } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId } from '#shared/contract/ids.ts';
import { ConsentProviderId, MailFeature } from '#shared/contract/mailbox.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { mailboxAuthorization } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailProvider } from '#server/ports/mail-reader.ts';
import type { SecretOwner } from '#server/ports/vault.ts';
import { consentProviderOf, delegatedOf, featuresOf, getUsableMailbox } from './mailbox-row.ts';

export const BeginConnection = z.object({
  provider: ConsentProviderId,
  features: z.array(MailFeature).min(1).max(MailFeature.options.length).default(['read']),
  /** A mailbox of the asker's to connect again, or to allow more for. */
  mailboxId: MailboxId.optional(),
  /** A mailbox that the account which signs in may open (support@), to be connected instead of its own. */
  delegatedAddress: z.string().max(320).optional(),
});
export type BeginConnection = z.infer<typeof BeginConnection>;

/** How the result comes back: to the extension that began, or to the browser that carries a secret. */
export type ConnectionReturn = { readonly redirectUri: string } | { readonly browserSecret: string };

/** How long somebody may take on the provider's page. */
const lifeMs = 15 * 60 * 1000;

/** Where the provider comes back to. */
export function callbackUrl(ports: Pick<MailPorts, 'config'>): string {
  return `${ports.config.publicUrl}/email/callback`;
}

/** What is stored of a secret: enough to know it again. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function verifierSecret(teamId: string, stateHash: string): SecretOwner {
  return { teamId, purpose: 'mailbox_authorization.sealed_verifier', rowId: stateHash };
}

/**
 * Begins connecting a mailbox: the address of the provider's consent page. The state in it is known to the asker
 * alone; with PKCE, what the page comes back with is of use only to this server.
 * @throws Problem 'unavailable' when the server has no client at the provider.
 */
export async function beginConnection(
  ports: MailPorts,
  ctx: Context,
  input: BeginConnection,
  back: ConnectionReturn,
): Promise<{ url: string; state: string }> {
  requirePermission(ctx, 'mailbox.connect');
  const provider = consentProviderOf(ports, input.provider);
  const again = input.mailboxId === undefined ? undefined : await getUsableMailbox(ports.db, ctx, input.mailboxId);
  const delegatedAddress = again === undefined ? readDelegated(provider, input) : delegatedOf(again);
  const features = [...new Set([...(again === undefined ? [] : featuresOf(again)), ...input.features])];
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const stateHash = hashSecret(state);
  const now = ports.clock.now();
  await ports.db.delete(mailboxAuthorization).where(lt(mailboxAuthorization.expiresAt, now));
  await ports.db.insert(mailboxAuthorization).values({
    teamId: ctx.teamId,
    stateHash,
    userId: ctx.userId,
    provider: input.provider,
    features,
    mailboxId: again?.id ?? null,
    delegatedAddress,
    sealedVerifier: ports.vault.seal(verifier, verifierSecret(ctx.teamId, stateHash)),
    redirectUri: 'redirectUri' in back ? back.redirectUri : null,
    browserHash: 'browserSecret' in back ? hashSecret(back.browserSecret) : null,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  const url = provider.authorizeUrl({
    state,
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    redirectUri: callbackUrl(ports),
    features,
    login: again?.via ?? again?.address,
    isDelegated: delegatedAddress !== null,
  });
  return { url, state };
}

/** @throws Problem 'invalid-input' for what is no address, 'conflict' where the provider knows no such thing. */
function readDelegated(provider: MailProvider, { delegatedAddress }: BeginConnection): string | null {
  if (delegatedAddress === undefined) return null;
  const address = normaliseAddress(delegatedAddress);
  if (address === undefined)
    throw new Problem('invalid-input', `“${delegatedAddress}” is no address; nothing was changed.`);
  if (provider.canDelegate) return address;
  throw new Problem(
    'conflict',
    `${provider.name} opens a mailbox to its own sign-in alone: sign in as ${address} itself.`,
  );
}
