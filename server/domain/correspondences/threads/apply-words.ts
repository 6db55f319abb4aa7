import type { Neighbour, ThreadWord } from './load-neighbours.ts';

/** Mails that belong together, by id. */
export type Group = readonly string[];

/**
 * What belongs together once people have had their say. Claims from the page join the threads that one correspondence
 * was claimed for; then each word counts, in the order in which they were said. The result depends on the set of
 * mails and words alone.
 */
export function applyWords(
  mails: readonly Neighbour[],
  groups: readonly Group[],
  words: readonly ThreadWord[],
): readonly Group[] {
  let result = joinClaimed(mails, groups);
  for (const word of words) result = word.kind === 'join' ? join(result, word) : cut(mails, result, word);
  return result;
}

function joinClaimed(mails: readonly Neighbour[], groups: readonly Group[]): readonly Group[] {
  const claimed = new Map<string, string[]>();
  for (const mail of mails) for (const id of mail.claimed) claimed.set(id, [...(claimed.get(id) ?? []), mail.id]);
  let result = groups;
  for (const ids of claimed.values()) result = joinAll(result, new Set(ids));
  return result;
}

function join(groups: readonly Group[], word: ThreadWord): readonly Group[] {
  return joinAll(groups, new Set(word.email_ids));
}

function joinAll(groups: readonly Group[], ids: ReadonlySet<string>): readonly Group[] {
  const named = groups.filter((group) => group.some((id) => ids.has(id)));
  if (named.length < 2) return groups;
  return [...groups.filter((group) => !named.includes(group)), named.flat()];
}

/** Takes the named mails out of their groups, and with them what answers them. */
function cut(mails: readonly Neighbour[], groups: readonly Group[], word: ThreadWord): readonly Group[] {
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  const named = new Set(word.email_ids);
  return groups.flatMap((group) => {
    if (!group.some((id) => named.has(id))) return [group];
    const inGroup = group.flatMap((id) => byId.get(id) ?? []);
    const apart = findApart(inGroup, named);
    const rest = group.filter((id) => !apart.has(id));
    return [group.filter((id) => apart.has(id)), rest].filter((part) => part.length > 0);
  });
}

/** A mail goes with the nearest mail it answers; the named ones are apart, whatever they answer. */
function findApart(mails: readonly Neighbour[], named: ReadonlySet<string>): ReadonlySet<string> {
  const byMessageId = new Map(mails.flatMap((mail) => (mail.message_id === null ? [] : [[mail.message_id, mail]])));
  const sides = new Map<string, boolean>();
  const sideOf = (mail: Neighbour): boolean => {
    const known = sides.get(mail.id);
    if (known !== undefined) return known;
    // A loop of references ends here; the next line decides for good.
    sides.set(mail.id, named.has(mail.id));
    const parent = [...mail.in_reply_to, ...mail.reference_ids.toReversed()]
      .map((id) => byMessageId.get(id))
      .find((found) => found !== undefined && found.id !== mail.id);
    const side = named.has(mail.id) || (parent !== undefined && sideOf(parent));
    sides.set(mail.id, side);
    return side;
  };
  return new Set(mails.filter(sideOf).map(({ id }) => id));
}
