import { expect, test } from 'vitest';
import de from '../../extension/locales/de.json' with { type: 'json' };
import en from '../../extension/locales/en.json' with { type: 'json' };

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every text by its dotted key; a plural's forms are texts of their own (`time.minutes.n`). */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flatten(en);
const german = flatten(de);

const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}|\$1/g) ?? [])].toSorted();

test('every text is there in English and in German', () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('a translation takes the same values as the original', () => {
  const differing = [...english].filter(
    ([key, text]) => places(text).join() !== places(german.get(key) ?? '').join() && !key.endsWith('.1'),
  );
  expect(differing).toEqual([]);
});

test('German is not English left standing', () => {
  const same = [...english].filter(([key, text]) => text === german.get(key)).map(([key]) => key);
  expect(same).toEqual(sameInBoth);
});

/** Texts that are the same word in both languages. */
const sameInBoth: string[] = [];
