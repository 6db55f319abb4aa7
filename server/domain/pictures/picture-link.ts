import { z } from 'zod';
import { TeamId } from '#shared/contract/ids.ts';
import { createSignedTokens, type SignedTokens } from '#server/kernel/signed-token.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isOwnPictureUrl } from './own-picture.ts';

const Claim = z.tuple([TeamId, z.string()]);
export type PictureClaim = z.infer<typeof Claim>;

interface Links {
  readonly tokens: SignedTokens;
  readonly made: Map<string, string>;
}

const bySecret = new Map<string, Links>();
const mostKept = 10_000;

function linksOf(secret: string): Links {
  const links = bySecret.get(secret) ?? {
    tokens: createSignedTokens(secret, 'sidethread picture links'),
    made: new Map<string, string>(),
  };
  bySecret.set(secret, links);
  return links;
}

/**
 * Where a team's browsers read a person's picture: from us, so that no provider learns who looks at what. Null where
 * the address is on no known host; a picture that is its own address (`data:`) stays as it is.
 */
export function pictureLink(
  ports: Pick<Ports, 'config' | 'pictures'>,
  teamId: string,
  url: string | null,
): string | null {
  if (url === null || url.startsWith('data:image/')) return url;
  const { tokens, made } = linksOf(ports.config.secret);
  const key = `${teamId} ${url}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  if (!isOwnPictureUrl(url) && !ports.pictures.isKnown(url)) return null;
  if (made.size >= mostKept) made.clear();
  const link = `${ports.config.publicUrl}/pictures/${tokens.sign([teamId, url] satisfies unknown[])}`;
  made.set(key, link);
  return link;
}

/** Where other systems read a person's picture: at its provider, or from us where it lies here. */
export function pictureAddress(
  ports: Pick<Ports, 'config' | 'pictures'>,
  teamId: string,
  url: string | null,
): string | null {
  return url !== null && isOwnPictureUrl(url) ? pictureLink(ports, teamId, url) : url;
}

/** Which team's picture a link names; undefined when the link was not made here. */
export function openPictureLink(ports: Pick<Ports, 'config'>, token: string): PictureClaim | undefined {
  const opened = linksOf(ports.config.secret).tokens.open(token);
  return opened === undefined ? undefined : Claim.parse(opened);
}
