import de from '../locales/de.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };

/** A text in two forms, as @wxt-dev/i18n writes them; `$1` is the count. */
interface Plural {
  readonly '1': string;
  readonly n: string;
}

interface Texts {
  readonly [key: string]: string | Plural | Texts;
}

type Join<Prefix extends string, Key extends string> = Prefix extends '' ? Key : `${Prefix}.${Key}`;

type KeysOf<Tree, Leaf, Prefix extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends Leaf
    ? Join<Prefix, Key>
    : Tree[Key] extends string | Plural
      ? never
      : KeysOf<Tree[Key], Leaf, Join<Prefix, Key>>;
}[keyof Tree & string];

/** Dotted key of a plain text, such as `connection.offlineSince`. */
export type TextKey = KeysOf<typeof en, string>;
/** Dotted key of a text with a plural. */
export type PluralKey = KeysOf<typeof en, Plural>;

const files = { en, de } satisfies Record<string, Texts>;

export type Language = keyof typeof files;
export const languages: readonly Language[] = ['en', 'de'];

const flat: Partial<Record<Language, Map<string, string | Plural>>> = {};

function flatten(texts: Texts, prefix: string, into: Map<string, string | Plural>): void {
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string' || isPlural(value)) into.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`, into);
  }
}

const isPlural = (value: Plural | Texts): value is Plural => typeof value['n'] === 'string' && '1' in value;

/** The text under a dotted key. Throws for a key that no file has, which the types rule out. */
export function findMessage(language: Language, key: string): string | Plural {
  let texts = flat[language];
  if (texts === undefined) {
    texts = new Map();
    flatten(files[language], '', texts);
    flat[language] = texts;
  }
  const message = texts.get(key);
  if (message === undefined) throw new Error(`There is no text "${key}" in ${language}.`);
  return message;
}
