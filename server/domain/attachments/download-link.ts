import { z } from 'zod';
import { FileId, TeamId } from '#shared/contract/ids.ts';
import { createSignedTokens } from '#server/kernel/signed-token.ts';

/** A link works for at least this long and at most twice as long: within one span it stays the same text. */
const spanMs = 60 * 60 * 1000;

const Claim = z.tuple([TeamId, FileId, z.number().int()]);

export interface DownloadClaim {
  readonly teamId: TeamId;
  readonly fileId: FileId;
}

/** Makes and checks links that let whoever holds one read one file for a while. */
export interface DownloadLinks {
  sign(claim: DownloadClaim, now: Date): string;
  /** Undefined when the token was not made here, was changed, or is over. */
  verify(token: string, now: Date): DownloadClaim | undefined;
}

const known = new Map<string, DownloadLinks>();

/** @param secret the server's SECRET; the same on every server of a database. */
export function downloadLinks(secret: string): DownloadLinks {
  const found = known.get(secret) ?? createDownloadLinks(secret);
  known.set(secret, found);
  return found;
}

function createDownloadLinks(secret: string): DownloadLinks {
  const tokens = createSignedTokens(secret, 'sidethread file links');
  return {
    sign: ({ teamId, fileId }, now) => {
      const expiresAt = (Math.floor(now.getTime() / spanMs) + 2) * spanMs;
      return tokens.sign([teamId, fileId, expiresAt]);
    },
    verify: (token, now) => {
      const opened = tokens.open(token);
      if (opened === undefined) return undefined;
      const [teamId, fileId, expiresAt] = Claim.parse(opened);
      return expiresAt > now.getTime() ? { teamId, fileId } : undefined;
    },
  };
}
