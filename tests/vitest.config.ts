import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{shared,server,extension}/**/*.test.{ts,tsx}', 'tests/{architecture,contract}/**/*.test.ts'],
    setupFiles: ['tests/support/speak-english.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
