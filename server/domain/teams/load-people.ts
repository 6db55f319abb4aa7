import { inArray } from 'drizzle-orm';
import { authUser } from '#server/db/schema/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { pictureAddress } from '../pictures/index.ts';

/** Somebody who is or was in a team, as other systems read them. */
export interface PersonRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly pictureUrl: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** People by id. The caller may ask only for those that the team's own rows name. */
export async function loadPeople(
  ports: Pick<Ports, 'db' | 'config' | 'pictures'>,
  teamId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await ports.db
    .select()
    .from(authUser)
    .where(inArray(authUser.id, [...new Set(ids)]));
  return new Map(
    rows.map(({ id, name, email, image, createdAt, updatedAt }) => [
      id,
      { id, name, email, pictureUrl: pictureAddress(ports, teamId, image), createdAt, updatedAt },
    ]),
  );
}
