/** Somebody picked from the completion: in the text box they read `@Name`, in the message `@[Name](user:<id>)`. */
export interface PickedMention {
  id: string;
  name: string;
}

export interface MentionQuery {
  /** Where the `@` stands. */
  start: number;
  text: string;
}

const wordEnd = /[\p{L}\p{N}_]/u;

/** What follows the `@` before the caret, when the caret stands in a mention being written. Names may hold one space. */
export function findMentionQuery(text: string, caret: number): MentionQuery | undefined {
  const before = text.slice(Math.max(0, caret - 60), caret);
  const match = /(?:^|[\s([{"'*_>-])@(?<query>[^\s@]{0,40}(?: [^\s@]{0,30})?)$/u.exec(before);
  const query = match?.groups?.['query'];
  return query === undefined ? undefined : { start: caret - query.length - 1, text: query };
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Who could be meant, best first: beginnings of any word of the name or of the address count. */
export function matchPeople<Someone extends { name: string; email: string }>(
  query: string,
  people: Someone[],
): Someone[] {
  const wanted = fold(query.trim());
  const score = (person: Someone): number => {
    const name = fold(person.name);
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s-]+/).some((word) => word.startsWith(wanted))) return 1;
    return fold(person.email).startsWith(wanted) ? 2 : 3;
  };
  return people
    .map((person) => ({ person, rank: score(person) }))
    .filter(({ rank }) => rank < 3)
    .toSorted((left, right) => left.rank - right.rank || left.person.name.localeCompare(right.person.name))
    .map(({ person }) => person);
}

/** The message's body and whom it mentions: every `@Name` of somebody picked, longest names first. */
export function encodeMentions(text: string, picked: readonly PickedMention[]): { body: string; mentions: string[] } {
  const byLength = [...picked].toSorted((left, right) => right.name.length - left.name.length);
  const found = new Set<string>();
  let body = '';
  let index = 0;
  while (index < text.length) {
    const mention = text[index] === '@' ? byLength.find(({ name }) => standsAt(text, index + 1, name)) : undefined;
    if (mention === undefined) {
      body += text[index];
      index += 1;
      continue;
    }
    found.add(mention.id);
    body += `@[${mention.name.replace(/[[\]\\]/g, '')}](user:${mention.id})`;
    index += 1 + mention.name.length;
  }
  return { body, mentions: [...found] };
}

function standsAt(text: string, start: number, name: string): boolean {
  if (!text.startsWith(name, start)) return false;
  const next = text[start + name.length];
  return next === undefined || !wordEnd.test(next);
}

/** The way back, for editing. */
export function decodeMentions(body: string): { text: string; picked: PickedMention[] } {
  const picked = new Map<string, PickedMention>();
  const text = body.replace(/@\[([^\]]+)\]\(user:([0-9a-f-]{36})\)/gi, (_whole, name: string, id: string) => {
    picked.set(id, { id, name });
    return `@${name}`;
  });
  return { text, picked: [...picked.values()] };
}

/** A body in one line without marks, for announcements and previews. */
export function plainPreview(body: string, max = 140): string {
  const text = decodeMentions(body)
    .text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/[*_`>#~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}
