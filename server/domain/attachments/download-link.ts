import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { FileId, TeamId } from '#shared/contract/ids.ts';
import { z } from 'zod';

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
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'sidethread file links', 32));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    sign: ({ teamId, fileId }, now) => {
      const expiresAt = (Math.floor(now.getTime() / spanMs) + 2) * spanMs;
      const body = Buffer.from(JSON.stringify([teamId, fileId, expiresAt])).toString('base64url');
      return `${body}.${mac(body)}`;
    },
    verify: (token, now) => {
      const [body = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !isEqual(signature, mac(body))) return undefined;
      const [teamId, fileId, expiresAt] = Claim.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      return expiresAt > now.getTime() ? { teamId, fileId } : undefined;
    },
  };
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
