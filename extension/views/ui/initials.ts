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

// Hues that stay apart from each other at the light and dark tints of an avatar, and from the red of a problem.
const hues = [55, 95, 140, 195, 235, 275, 315, 345];

/** A hue (degrees) that is always the same for the same name. */
export function tintOf(name: string): number {
  let sum = 4;
  for (const character of name) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hues[((sum ^ (sum >>> 15)) >>> 0) % hues.length] ?? 235;
}
