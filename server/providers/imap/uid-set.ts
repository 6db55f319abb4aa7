/** UIDs as IMAP writes them (`1:4,7`, RFC 9051 sequence-set), in ascending order; empty for none. */
export function writeUids(uids: Iterable<number>): string {
  const sorted = [...new Set(uids)].toSorted((one, other) => one - other);
  const ranges: [number, number][] = [];
  for (const uid of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === uid - 1) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}

/** What `writeUids` wrote. */
export function readUids(text: string): Set<number> {
  const uids = new Set<number>();
  for (const range of text === '' ? [] : text.split(',')) {
    const [from = 0, to = from] = range.split(':').map(Number);
    for (let uid = from; uid <= to; uid += 1) uids.add(uid);
  }
  return uids;
}

/** Those of `uids` that are not in `others`. */
export function without(uids: ReadonlySet<number>, others: ReadonlySet<number>): Set<number> {
  return new Set([...uids].filter((uid) => !others.has(uid)));
}
