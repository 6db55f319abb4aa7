import { access } from 'node:fs/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { findChromium } from '#tests/support/chromium.ts';

afterEach(() => vi.unstubAllEnvs());

it('takes the browser that CHROMIUM_PATH names, and no other', async () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(await findChromium()).toBe(process.execPath);
  vi.stubEnv('CHROMIUM_PATH', '/no/such/browser');
  await expect(findChromium()).rejects.toThrow(/^CHROMIUM_PATH is set to \/no\/such\/browser, where .+\.$/);
});

it('finds a browser without being told', async () => {
  vi.stubEnv('CHROMIUM_PATH', '');
  await expect(access(await findChromium())).resolves.toBeUndefined();
});
