import { REPLY_WORDS } from './reply-words/index.ts';
import type { ReplyWords } from './reply-words/reply-words.ts';

/** What a label of a quoted header block stands for. */
export type LabelKind = 'from' | 'sent' | 'to' | 'cc' | 'subject';

// Scripts that put no space between words.
const UNSPACED = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}]/u;
const LABEL_KINDS: readonly LabelKind[] = ['from', 'sent', 'to', 'cc', 'subject'];

/** The phrases of one field in all languages, longest first, so that the longest fitting one is found. */
export function listPhrases(field: keyof ReplyWords): string[] {
  const phrases = REPLY_WORDS.flatMap((words) => words[field].split('|')).map((phrase) => phrase.trim());
  return [...new Set(phrases)].filter((phrase) => phrase !== '').toSorted((left, right) => right.length - left.length);
}

/** Finds one of the phrases as whole words; apostrophes of all kinds are alike. */
export function compilePhrases(phrases: string[], place: 'anywhere' | 'start' | 'end'): RegExp {
  const spaced = phrases.filter((phrase) => !isStuck(phrase)).map(toSource);
  const unspaced = phrases.filter(isStuck).map(toSource);
  const before = place === 'start' ? '' : String.raw`(?<![\p{L}\p{N}])`;
  const whole = `(?:${before}(?:${spaced.join('|')})(?![\\p{L}\\p{N}])|${unspaced.join('|')})`;
  return new RegExp(place === 'start' ? `^${whole}` : place === 'end' ? `${whole}$` : whole, 'u');
}

/** Whether words may follow without a space: "envoyé d'Outlook", "我的iPhone". */
function isStuck(phrase: string): boolean {
  return UNSPACED.test(phrase) || phrase.endsWith("'");
}

function toSource(phrase: string): string {
  return escape(phrase)
    .replaceAll("'", "['’ʼ`´]")
    .replaceAll(' ', String.raw`\s+`);
}

/** Which kinds each label of any language may stand for: `data` is "sent" in Polish and Italian alike. */
export const LABELS: ReadonlyMap<string, ReadonlySet<LabelKind>> = gatherLabels();

function gatherLabels(): Map<string, Set<LabelKind>> {
  const labels = new Map<string, Set<LabelKind>>();
  for (const kind of LABEL_KINDS) {
    for (const label of listPhrases(kind)) {
      const known = labels.get(label) ?? new Set<LabelKind>();
      labels.set(label, known.add(kind));
    }
  }
  return labels;
}

function escape(phrase: string): string {
  return phrase.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
