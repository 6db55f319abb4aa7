/** The part of a section that it is found by. */
interface Findable {
  id: string;
  title: string;
  words: string;
}

/** The section that an address's fragment names (`#slack`, `#/slack`); the first for any other. */
export function readSection<Section extends { id: string }>(sections: readonly Section[], hash: string): Section {
  const wanted = hash.replace(/^#\/?/, '');
  const [first] = sections;
  if (first === undefined) throw new Error('There are no sections.');
  return sections.find(({ id }) => id === wanted) ?? first;
}

/** The ids of the sections in whose title or words every word of the query begins somewhere, whatever its accents. */
export function searchSections(sections: readonly Findable[], query: string): string[] {
  const wanted = wordsOf(query);
  return sections
    .filter(({ title, words }) => {
      const held = wordsOf(`${title} ${words}`);
      return wanted.every((word) => held.some((each) => each.startsWith(word)));
    })
    .map(({ id }) => id);
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
