import { createHash } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import { picture } from '#server/db/schema/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Picture } from '#server/ports/picture-source.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isOwnPictureUrl, readOwnPicture } from './own-picture.ts';
import { openPictureLink } from './picture-link.ts';

type PicturePorts = Pick<Ports, 'config' | 'db' | 'pictures' | 'clock'>;

const day = 24 * 60 * 60 * 1000;
/** A picture is read again after this long, one that could not be had sooner. */
const freshMs = day;
const absentMs = 10 * 60 * 1000;
/** One that is read so seldom is forgotten. */
const keptMs = 30 * day;

const reading = new Map<string, Promise<Picture | undefined>>();

/** The picture that a link names, from what was kept or from its provider. Throws Problem 'not-found' without one. */
export async function findPicture(ports: PicturePorts, token: string): Promise<Picture> {
  const claim = openPictureLink(ports, token);
  if (claim === undefined) throw new Problem('not-found', 'There is no such picture.');
  const [teamId, url] = claim;
  if (isOwnPictureUrl(url)) return required(await readOwnPicture(ports, url));
  const urlHash = createHash('sha256').update(url).digest('hex');
  const [kept] = await ports.db
    .select()
    .from(picture)
    .where(and(eq(picture.teamId, teamId), eq(picture.urlHash, urlHash)));
  const ageMs = kept === undefined ? Infinity : ports.clock.now().getTime() - kept.readAt.getTime();
  const known = toPicture(kept);
  if (ageMs < (known === undefined ? absentMs : freshMs)) return required(known);
  const key = `${teamId} ${urlHash}`;
  const read = reading.get(key) ?? readAnew(ports, teamId, urlHash, url).finally(() => reading.delete(key));
  reading.set(key, read);
  return required((await read) ?? known);
}

function toPicture(row: typeof picture.$inferSelect | undefined): Picture | undefined {
  if (row === undefined || row.bytes === null || row.contentType === null) return undefined;
  return { contentType: row.contentType, bytes: Uint8Array.from(row.bytes) };
}

function required(found: Picture | undefined): Picture {
  if (found === undefined) throw new Problem('not-found', 'This picture can’t be had.');
  return found;
}

/** A provider that fails now does not take away what was kept. */
async function readAnew(
  ports: PicturePorts,
  teamId: string,
  urlHash: string,
  url: string,
): Promise<Picture | undefined> {
  const read = await ports.pictures.read(url);
  const readAt = ports.clock.now();
  const fresh = read === undefined ? {} : { contentType: read.contentType, bytes: Buffer.from(read.bytes) };
  await ports.db
    .insert(picture)
    .values({ teamId, urlHash, readAt, ...fresh })
    .onConflictDoUpdate({ target: [picture.teamId, picture.urlHash], set: { readAt, ...fresh } });
  return read;
}

/** Forgets pictures that nobody looked at for a month. */
export async function forgetPictures(ports: Pick<Ports, 'db' | 'clock'>): Promise<void> {
  await ports.db.delete(picture).where(lt(picture.readAt, new Date(ports.clock.now().getTime() - keptMs)));
}
