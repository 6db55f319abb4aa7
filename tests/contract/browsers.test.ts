import { access } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findChromium } from '#tests/support/chromium.ts';
import { findFirefox } from '#tests/support/firefox.ts';

afterEach(() => vi.unstubAllEnvs());

describe.each([
  ['CHROMIUM_PATH', findChromium],
  ['FIREFOX_PATH', findFirefox],
] as const)('the browser for the suites', (variable, find) => {
  it(`is the one that ${variable} names, and no other`, async () => {
    vi.stubEnv(variable, process.execPath);
    expect(await find()).toBe(process.execPath);
    vi.stubEnv(variable, '/no/such/browser');
    await expect(find()).rejects.toThrow(
      new RegExp(`^${variable} is set to /no/such/browser, where there is no program that can be started\\.$`),
    );
  });

  it(`is found without being told by ${variable}`, async () => {
    vi.stubEnv(variable, '');
    await expect(access(await find())).resolves.toBeUndefined();
  });
});
