import { and, eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import { ownPicture } from '#server/db/schema/index.ts';
import type { Picture } from '#server/ports/picture-source.ts';
import type { Ports } from '#server/ports/ports.ts';

const form = /^own:(?<userId>[0-9a-f-]{36})\/(?<contentHash>[0-9a-f]{64})$/;

/** What stands in a person's record instead of an address when the picture lies here; another picture, another text. */
export function ownPictureUrl(userId: UserId, contentHash: string): string {
  return `own:${userId}/${contentHash}`;
}

export function isOwnPictureUrl(url: string): boolean {
  return form.test(url);
}

/** The picture that such a text names; undefined when the person has taken it back or has another one. */
export async function readOwnPicture(ports: Pick<Ports, 'db'>, url: string): Promise<Picture | undefined> {
  const { userId = '', contentHash = '' } = form.exec(url)?.groups ?? {};
  const [row] = await ports.db
    .select()
    .from(ownPicture)
    .where(and(eq(ownPicture.userId, userId), eq(ownPicture.contentHash, contentHash)));
  return row === undefined ? undefined : { contentType: row.contentType, bytes: Uint8Array.from(row.bytes) };
}
