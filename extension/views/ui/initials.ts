const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const firstLetter = (word: string): string => {
  for (const { segment } of segments.segment(word)) if (/[\p{L}\p{N}]/u.test(segment)) return segment.toUpperCase();
  return '';
};

/** One or two letters that stand for a person: first and last word's, or an address's first letter; "?" for nothing. */
export function initialsOf(name: string): string {
  const words = (name.includes('@') ? (name.split('@')[0] ?? '').replace(/[._-]+/g, ' ') : name).split(/\s+/);
  const letters = words.map(firstLetter).filter((letter) => letter !== '');
  const first = letters[0];
  if (first === undefined) return '?';
  const last = letters.length > 1 ? letters[letters.length - 1] : '';
  return `${first}${last ?? ''}`;
}

/** A hue (degrees) that is always the same for the same name. */
export function tintOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 3600;
  return Math.round(sum / 10);
}
