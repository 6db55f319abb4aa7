/** What became of the team's answer to a customer. */
export interface AnswerFacts {
  /** Who wrote it. */
  readonly writer: string;
  /** Null for one that was found in a mailbox: it was sent. */
  readonly outgoing: {
    readonly state: 'draft' | 'queued' | 'sent' | 'failed' | 'unknown';
    readonly isUnderWay: boolean;
    /** It goes out at a moment that was chosen. */
    readonly isLater: boolean;
    readonly problem: string | null;
    readonly to: readonly string[];
    readonly from: string | null;
  } | null;
}

/** The same as one sentence for the thread. */
export function describeAnswer({ writer, outgoing }: AnswerFacts): { text: string; canUndo: boolean } {
  if (outgoing === null || outgoing.state === 'sent') return says(`${writer} answered the customer.`);
  const { state, problem, to, from } = outgoing;
  if (state === 'draft') return says(`${writer} took the answer back: nothing was sent. It is kept as a draft.`);
  if (state === 'failed') return says(`${writer}’s answer was not sent. ${problem ?? ''}`.trim());
  if (state === 'unknown')
    return says(`It is not known whether ${writer}’s answer went out: look in the Sent folder. Nothing repeats it.`);
  const way = `${writer} answers ${shorten(to)}${from === null ? '' : ` from ${from}`}`;
  if (problem !== null) return says(`${way}: it waits. ${problem}`, !outgoing.isUnderWay);
  if (outgoing.isLater) return says(`${way}: it goes out later.`, true);
  return outgoing.isUnderWay ? says(`${way}: it is on its way.`) : says(`${way}: it goes out in a moment.`, true);
}

function says(text: string, canUndo = false) {
  return { text, canUndo };
}

const mostNamed = 3;
const longestName = 80;

function shorten(people: readonly string[]): string {
  const named = people.slice(0, mostNamed).map((name) => name.slice(0, longestName).toWellFormed());
  const left = people.length - named.length;
  return left > 0 ? `${named.join(', ')} and ${left} more` : named.join(', ');
}
