/** Answers of one language, to be put above what they quote. */
export type ReplySample = {
  language: string;
  answer: string;
  /** Introductions above lines that begin with `>`. */
  marked: string[];
  /** Introductions above text without a mark. */
  bare: string[];
};
