import templates from './sentences.json' with { type: 'json' };

/** Names a sentence that the server says to people. */
export type SentenceName = keyof typeof templates;

/** A sentence without its language: which one, and what it speaks of. */
export interface Sentence {
  readonly reason: SentenceName;
  readonly values: Readonly<Record<string, string>>;
}

const byText = new Map(Object.entries(templates).map(([name, text]) => [text, name as SentenceName]));
let patterns: readonly { reason: SentenceName; pattern: RegExp }[] | undefined;

/** Whether this version knows a sentence of this name. */
export function isSentenceName(name: string): name is SentenceName {
  return Object.hasOwn(templates, name);
}

/** Which sentence an English text of the server is, with its values; undefined for a text that has no name. */
export function readSentence(text: string): Sentence | undefined {
  const plain = byText.get(text);
  if (plain !== undefined) return { reason: plain, values: {} };
  // The one with the most words of its own first: a general one may fit what a special one says.
  patterns ??= [...byText]
    .filter(([each]) => each.includes('{'))
    .toSorted(([one], [other]) => other.length - one.length)
    .map(([each, reason]) => toPattern(reason, each));
  for (const { reason, pattern } of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return { reason, values: { ...found.groups } };
  }
  return undefined;
}

function toPattern(reason: SentenceName, text: string): { reason: SentenceName; pattern: RegExp } {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+)');
  return { reason, pattern: new RegExp(`^${escaped}$`) };
}
