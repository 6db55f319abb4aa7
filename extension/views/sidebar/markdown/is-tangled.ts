/** Quotes and lists within each other, deeper than anybody writes. */
const deep = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){17}/m;
const mostTildes = 400;

/**
 * Whether a text is made of marks rather than words: reading it as Markdown would nest until the stack ends, or take
 * seconds. Such a text is shown as it was written.
 */
export function isTangled(text: string): boolean {
  if (deep.test(text)) return true;
  let tildes = 0;
  for (let at = text.indexOf('~'); at !== -1 && tildes <= mostTildes; at = text.indexOf('~', at + 1)) tildes += 1;
  return tildes > mostTildes;
}
