import type { ProblemView } from '#shared/contract/problem.ts';
import { isSentenceName, readSentence } from '#shared/contract/sentences.ts';
import { t } from '#extension/language/t.ts';

/** A server's sentence in the reader's language; as the server said it where there is no text of ours for it. */
export function say(text: string): string {
  const sentence = readSentence(text);
  return sentence === undefined ? text : sayNamed(sentence.reason, sentence.values, text);
}

/** The same for a problem, whose sentence the server has named. */
export function sayProblem(problem: ProblemView): ProblemView {
  const { reason, values = {}, message } = problem;
  if (reason === undefined) return { ...problem, message: say(message) };
  return { ...problem, message: sayNamed(reason, values, message) };
}

/** What stands in a sentence may be a sentence too. */
function sayNamed(reason: string, values: Readonly<Record<string, string>>, message: string): string {
  if (!isSentenceName(reason)) return message;
  return t(`sentence.${reason}`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, say(value)])));
}
