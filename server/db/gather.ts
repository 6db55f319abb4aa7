/** Reads for many askers with few statements. */
export interface Gatherer<Ask, Answer> {
  /** The answer as the database had it after asking. */
  read(ask: Ask): Promise<Answer>;
}

interface GathererOptions<Ask, Answer> {
  /** Answers all asks, in their order, from one statement. */
  readAll(asks: readonly Ask[]): Promise<readonly Answer[]>;
  /** Most asks in one statement. */
  readonly most: number;
}

/** Statements under way at once. */
const mostAtOnce = 2;
/** Who waits behind a statement for this long gets one beside it. */
const patienceMs = 10;

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly answer: PromiseWithResolvers<Answer>;
}

/**
 * Who asks while nothing is under way is served at once; under load, those who wait share the next statement, since
 * sending one and setting up its plan costs more than reading a few rows. No answer is older than its question.
 */
export function createGatherer<Ask, Answer>({ readAll, most }: GathererOptions<Ask, Answer>): Gatherer<Ask, Answer> {
  const waiting: Waiting<Ask, Answer>[] = [];
  let running = 0;
  let isPlanned = false;
  let patience: NodeJS.Timeout | undefined;

  function plan(): void {
    if (isPlanned || waiting.length === 0) return;
    isPlanned = true;
    // Requests that came in the same turn go together.
    setImmediate(() => {
      isPlanned = false;
      for (let free = mostAtOnce - running; free > 0 && waiting.length >= most; free--) start();
      if (waiting.length > 0 && running === 0) start();
      if (waiting.length > 0 && running < mostAtOnce) patience ??= setTimeout(hurry, patienceMs);
    });
  }

  function hurry(): void {
    patience = undefined;
    if (waiting.length > 0 && running < mostAtOnce) start();
  }

  function start(): void {
    clearTimeout(patience);
    patience = undefined;
    void run(waiting.splice(0, most));
  }

  async function run(group: readonly Waiting<Ask, Answer>[]): Promise<void> {
    running += 1;
    try {
      const answers = await readAll(group.map(({ ask }) => ask));
      if (answers.length !== group.length) throw new Error('not every ask was answered');
      for (const [at, { answer }] of group.entries()) answer.resolve(answers[at] as Answer);
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    } finally {
      running -= 1;
      plan();
    }
  }

  return {
    read(ask) {
      const answer = Promise.withResolvers<Answer>();
      waiting.push({ ask, answer });
      plan();
      return answer.promise;
    },
  };
}
