import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { settingsDocuments } from './settings-table.ts';

test('README and .env.example list every setting as the server reads it', async () => {
  for (const { path, is, shouldBe } of await settingsDocuments()) {
    expect(is, `${basename(path)} is out of date; run pnpm settings`).toBe(shouldBe);
  }
});
