import type { CDPSession, Page } from 'playwright-core';

/** Tasks of a page's main thread that took so long that a person may notice. */
export interface LongTasks {
  readonly all: number;
  /** Those that would have been shorter than the limit without the meant script. */
  readonly ofScript: number;
  /** The longest time that the script took of any one task, in ms. */
  readonly longestShareMs: number;
  /** All of the script's time, in ms. */
  readonly totalShareMs: number;
}

/** One event of Chromium's trace; times in microseconds, `tdur` is CPU time of the thread. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly url?: string } };
}

const limitMs = 50;
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute', '__metadata'];

/** Traces the page while `work` runs. CPU time counts, so that other programs on the machine make no task longer. */
export async function countLongTasks(
  page: Page,
  isMeant: (url: string) => boolean,
  work: () => Promise<void>,
): Promise<LongTasks> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as readonly TraceEvent[]) events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  await work();
  await endTracing(session);
  await session.detach();
  return summarise(events, isMeant);
}

async function endTracing(session: CDPSession): Promise<void> {
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
}

function summarise(events: readonly TraceEvent[], isMeant: (url: string) => boolean): LongTasks {
  const calls = events.filter(({ name, args }) => name === 'FunctionCall' && isMeant(args.data?.url ?? ''));
  const threads = new Set(calls.map(threadOf));
  const tasks = events.filter((event) => event.name === 'RunTask' && threads.has(threadOf(event)));
  const lengths = tasks.map((task) => ({
    taskMs: costMs(task),
    shareMs: calls.filter((call) => isOuterCallIn(call, task, calls)).reduce((sum, call) => sum + costMs(call), 0),
  }));
  const long = lengths.filter(({ taskMs }) => taskMs >= limitMs);
  return {
    all: long.length,
    ofScript: long.filter(({ taskMs, shareMs }) => taskMs - shareMs < limitMs).length,
    longestShareMs: Math.max(0, ...lengths.map(({ shareMs }) => shareMs)),
    totalShareMs: lengths.reduce((sum, { shareMs }) => sum + shareMs, 0),
  };
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}:${tid}`;
}

function costMs({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}

function isInside(inner: TraceEvent, outer: TraceEvent): boolean {
  return (
    threadOf(inner) === threadOf(outer) &&
    inner.ts >= outer.ts &&
    inner.ts + (inner.dur ?? 0) <= outer.ts + (outer.dur ?? 0)
  );
}

/** Calls within calls are counted with the outer one. */
function isOuterCallIn(call: TraceEvent, task: TraceEvent, calls: readonly TraceEvent[]): boolean {
  return isInside(call, task) && !calls.some((other) => other !== call && isInside(call, other));
}
