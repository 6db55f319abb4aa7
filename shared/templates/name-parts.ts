/** The first name in a person's name as people write it: "Jack Reyes", "Reyes, Jack". Empty when there is none. */
export function firstNameOf(name: string): string {
  return partsOf(name).first;
}

/** What follows the first name; empty for a single one. */
export function lastNameOf(name: string): string {
  return partsOf(name).last;
}

function partsOf(name: string): { first: string; last: string } {
  const [before = '', after] = name.split(',', 2).map((part) => part.trim());
  if (after !== undefined && after !== '') return { first: after.split(/\s+/)[0] ?? '', last: before };
  const [first = '', ...rest] = before.split(/\s+/);
  return { first, last: rest.join(' ') };
}
