import { defineConfig } from '@playwright/test';

/** One browser at a time: the suites watch timing, and the machine may have two cores. */
export default defineConfig({
  testDir: '.',
  // Suites that take minutes belong to the full run, which names itself by this variable.
  testIgnore: process.env['SIDETHREAD_FULL'] === '1' ? [] : ['**/*.full.spec.ts'],
  workers: 1,
  retries: 0,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  outputDir: '../../.artifacts/playwright',
  reporter: [['list'], ['json', { outputFile: '../../.artifacts/playwright.json' }]],
});
