export type Mode = 'verify' | 'short' | 'full';

/**
 * One command of the run. `counts`: how its tests are counted: `exit` is one test (the exit status), `vitest` and
 * `playwright` read the JSON report named in `report`, `lines` adds up lines of the form `N passed, N failed`.
 */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly counts: 'exit' | 'vitest' | 'playwright' | 'lines';
  readonly report?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const quick: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check'], counts: 'exit' },
  { name: 'lint', command: ['oxlint', '--deny-warnings'], counts: 'exit' },
  { name: 'types', command: ['tsc', '-b'], counts: 'exit' },
  { name: 'boundaries', command: ['node', 'tests/architecture/check-boundaries.ts'], counts: 'exit' },
  { name: 'dead-code', command: ['knip', '--no-progress'], counts: 'exit' },
];

/** The steps of a run in their order: cheap and telling ones first. */
export function steps(mode: Mode): readonly Step[] {
  if (mode === 'verify') return quick;
  const full = mode === 'full';
  const env = { SIDETHREAD_FULL: full ? '1' : '' };
  return [
    { name: 'browser', command: ['node', 'tests/run/ensure-browsers.ts'], counts: 'exit' },
    ...quick,
    {
      name: 'unit',
      command: [
        'vitest',
        'run',
        '--config',
        'tests/vitest.config.ts',
        '--reporter=dot',
        '--reporter=json',
        '--outputFile.json=.artifacts/vitest.json',
      ],
      counts: 'vitest',
      report: '.artifacts/vitest.json',
      env,
    },
    { name: 'build', command: ['wxt', 'zip'], counts: 'exit' },
    { name: 'build-edge', command: ['wxt', 'zip', '-b', 'edge'], counts: 'exit' },
    { name: 'build-firefox', command: ['wxt', 'zip', '-b', 'firefox'], counts: 'exit' },
    { name: 'faults', command: ['node', 'tests/faults/main.ts', ...(full ? ['--full'] : [])], counts: 'lines', env },
    {
      name: 'e2e',
      command: ['playwright', 'test', '--config', 'tests/e2e/playwright.config.ts'],
      counts: 'playwright',
      report: '.artifacts/playwright.json',
      env,
    },
    { name: 'demo', command: ['node', 'tests/demo/main.ts', '--once'], counts: 'exit' },
  ];
}
