import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { imageSize } from 'image-size';
import type { UserId } from '#shared/contract/ids.ts';
import { maxPictureSide } from '#shared/contract/limits.ts';
import type { SetPicture } from '#shared/contract/person.ts';
import { inTransaction } from '#server/db/client.ts';
import { authUser, ownPicture } from '#server/db/schema/index.ts';
import { readPictureType } from '#server/kernel/picture-type.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { ownPictureUrl } from '../pictures/index.ts';
import { announcePerson } from './announce-person.ts';

const takenTypes = new Set(['image/png', 'image/jpeg', 'image/webp']);

/**
 * Gives the signed-in person the picture that they chose, or none, also in place of the one their sign-in brought. It
 * is kept as sent: what its bytes prove counts, not what they are called, and nothing that could run is taken.
 * @throws Problem 'invalid-input' when it is no picture, or measures more than others' browsers should have to unpack.
 */
export async function setPicture(
  ports: Pick<Ports, 'db' | 'liveFeed'>,
  { userId }: { readonly userId: UserId },
  { base64 }: SetPicture,
): Promise<void> {
  const picture = base64 === null ? undefined : checkPicture(Buffer.from(base64, 'base64'));
  await inTransaction(ports.db, async (tx) => {
    const image = picture === undefined ? null : ownPictureUrl(userId, picture.contentHash);
    await tx.update(authUser).set({ image, updatedAt: new Date() }).where(eq(authUser.id, userId));
    if (picture === undefined) await tx.delete(ownPicture).where(eq(ownPicture.userId, userId));
    else
      await tx
        .insert(ownPicture)
        .values({ userId, ...picture })
        .onConflictDoUpdate({ target: ownPicture.userId, set: picture });
    await announcePerson(ports, tx, userId, 'user.set-picture');
  });
}

function checkPicture(bytes: Buffer): { contentHash: string; contentType: string; bytes: Buffer } {
  const contentType = readPictureType(bytes);
  if (contentType === undefined || !takenTypes.has(contentType))
    throw new Problem('invalid-input', 'Choose a picture in PNG, JPEG or WebP.');
  const side = longerSideOf(bytes);
  if (side === undefined) throw new Problem('invalid-input', 'This file can’t be read as a picture.');
  if (side > maxPictureSide)
    throw new Problem('invalid-input', `A picture may be at most ${maxPictureSide} pixels wide and high.`);
  return { contentHash: createHash('sha256').update(bytes).digest('hex'), contentType, bytes };
}

/** In pixels, as the file's head says; undefined where it says none. */
function longerSideOf(bytes: Buffer): number | undefined {
  try {
    const { width, height } = imageSize(bytes);
    const side = Math.max(width, height);
    return Number.isFinite(side) && Math.min(width, height) > 0 ? side : undefined;
  } catch {
    return undefined;
  }
}
