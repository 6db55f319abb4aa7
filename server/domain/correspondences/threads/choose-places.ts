import type { Group } from './apply-words.ts';

/** A correspondence that mails are in, were in, or were claimed for. */
export interface Place {
  readonly id: string;
  /** It holds mail that the team sees: its id is known to others. */
  readonly hasMail: boolean;
  /** The team sees something of it that was not made from mails alone: a discussion, a tag, an assignee. */
  readonly isKept: boolean;
  readonly createdAt: Date;
}

export interface Placed {
  readonly group: Group;
  readonly correspondenceId: string;
  /** Those that are one with it now; links to them lead to it. */
  readonly merged: readonly string[];
}

/**
 * Gives each group a correspondence. One that several groups come from stays with the group that has most of its
 * mails, but not with one that was taken out by hand; of several in one group the one stays whose mail the team sees,
 * then one that people worked with, then the oldest; the others become one with it. `createId` is asked where none is left.
 * @param placesOf the correspondences that a mail is in or was claimed for.
 * @param isTakenOut whether a group was taken out of others by hand.
 */
export function choosePlaces(
  groups: readonly Group[],
  placesOf: (emailId: string) => readonly string[],
  places: ReadonlyMap<string, Place>,
  createId: () => string,
  isTakenOut: (group: Group) => boolean = () => false,
): readonly Placed[] {
  const winners = new Map<string, { at: number; weight: number }>();
  for (const [at, group] of groups.entries()) {
    const isLast = isTakenOut(group);
    for (const [id, mails] of countPlaces(group, placesOf)) {
      const weight = isLast ? mails - 1_000_000 : mails;
      const best = winners.get(id);
      if (best === undefined || weight > best.weight) winners.set(id, { at, weight });
    }
  }
  return groups.map((group, at) => {
    const won = [...winners].filter(([, winner]) => winner.at === at).map(([id]) => id);
    const [correspondenceId = createId(), ...merged] = won.toSorted((a, b) => compare(places, a, b));
    return { group, correspondenceId, merged };
  });
}

function countPlaces(group: Group, placesOf: (emailId: string) => readonly string[]): ReadonlyMap<string, number> {
  const count = new Map<string, number>();
  for (const emailId of group) for (const id of placesOf(emailId)) count.set(id, (count.get(id) ?? 0) + 1);
  return count;
}

/** Which of two stays: one that exists, one with mail that is seen, one that people worked with, the older one. */
function compare(places: ReadonlyMap<string, Place>, a: string, b: string): number {
  const [left, right] = [places.get(a), places.get(b)];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return (
    Number(right.hasMail) - Number(left.hasMail) ||
    Number(right.isKept) - Number(left.isKept) ||
    left.createdAt.getTime() - right.createdAt.getTime() ||
    (a < b ? -1 : 1)
  );
}
