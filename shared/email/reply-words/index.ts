import { zh, ja, ko } from './asian.ts';
import { pl, cs, hu, ru, uk, el, tr, other } from './eastern.ts';
import { sv, no, da, fi } from './northern.ts';
import { en, de, nl, fr, es, it, pt, ro } from './western.ts';
import type { ReplyWords } from './reply-words.ts';

/** Every language's words; the reader needs not know which language a mail is in. */
export const REPLY_WORDS: readonly ReplyWords[] = [
  en,
  de,
  nl,
  fr,
  es,
  it,
  pt,
  ro,
  sv,
  no,
  da,
  fi,
  pl,
  cs,
  hu,
  ru,
  uk,
  el,
  tr,
  other,
  zh,
  ja,
  ko,
];
