import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

function project(name: string, include: readonly string[], isolate: boolean): TestProjectConfiguration {
  return {
    test: {
      name,
      root,
      include: [...include],
      setupFiles: ['tests/support/speak-english.ts'],
      // Nets for what hangs: how long a test takes is the machine's.
      testTimeout: 60_000,
      hookTimeout: 120_000,
      expect: { poll: { timeout: 30_000 } },
      pool: 'forks',
      isolate,
    },
  };
}

/**
 * Files of the server and of the whole share their workers' modules: loading the server takes longer than most files'
 * tests. Those of the extension replace what the browser gives and have a process of their own each.
 */
export default defineConfig({
  test: {
    maxWorkers: availableParallelism(),
    projects: [
      project('server', ['{shared,server}/**/*.test.ts', 'tests/{architecture,contract}/**/*.test.ts'], false),
      project('extension', ['extension/**/*.test.{ts,tsx}'], true),
    ],
  },
});
