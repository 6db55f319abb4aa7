import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What one step came to. `failures`: what did not pass, one line each, as far as the step's report names it. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const PlaywrightTest = z.object({
  status: z.string(),
  results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })),
});

const PlaywrightSuite = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(z.object({ title: z.string(), tests: z.array(PlaywrightTest) })),
  get suites() {
    return z.array(PlaywrightSuite).optional();
  },
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  suites: z.array(PlaywrightSuite),
});

/** Counts Vitest's JSON report. Throws a ZodError on another shape. `root`: the folder that paths are told from. */
export function readVitestReport(report: unknown, root: string): Count {
  const { numPassedTests, numTotalTests, testResults } = VitestReport.parse(report);
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults.filter((test) => test.status !== 'passed');
    if (tests.length === 0 && status === 'failed') return [line(file, 'could not be run', message)];
    return tests.map((test) => line(file, test.fullName, test.failureMessages?.[0]));
  });
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests, failures };
}

/** Counts Playwright's JSON report. What was skipped, or passed only on a second try, failed. Throws a ZodError. */
export function readPlaywrightReport(report: unknown): Count {
  const { stats, suites } = PlaywrightReport.parse(report);
  const { expected, unexpected, flaky, skipped } = stats;
  return { passed: expected, failed: unexpected + flaky + skipped, failures: suites.flatMap(failuresOf) };
}

function failuresOf(suite: z.infer<typeof PlaywrightSuite>): readonly string[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status !== 'expected')
      .map(({ results }) => line(suite.file, title, results[0]?.errors[0]?.message ?? 'did not run')),
  );
  return [...own, ...(suite.suites ?? []).flatMap(failuresOf)];
}

/** One line of at most 300 characters, without the colours of a terminal. */
function line(file: string, name: string, message = ''): string {
  const told = stripVTControlCharacters(message.split('\n    at ', 1).join('')).replaceAll(/\s+/g, ' ');
  return `${file}: ${name}: ${told}`.slice(0, 300);
}
