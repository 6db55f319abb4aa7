import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySelectors } from '#extension/worker/page-reading/verify-selectors.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const node = join(root, 'node_modules/.bin/node');
const tool = join(root, 'server/sign-selectors.ts');

describe('signing selectors', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidethread-sign-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes a key once, and files that its public half verifies', async () => {
    const keyFile = join(folder, 'key.pem');
    const publicKey = (await run(node, [tool, 'make-key', keyFile])).stdout.trim();
    const pem = await readFile(keyFile, 'utf8');
    await expect(run(node, [tool, 'make-key', keyFile])).rejects.toThrow('never replaced');
    expect(await readFile(keyFile, 'utf8')).toBe(pem);
    const update = { version: 3, date: '2026-11-20', expiresAt: '2099-01-01T00:00:00Z', outlook: { row: ['.row'] } };
    await writeFile(join(folder, 'update.json'), JSON.stringify(update));
    const env = { ...process.env, SELECTORS_KEY_FILE: keyFile };
    const { stdout } = await run(node, [tool, join(folder, 'update.json')], { env });
    expect(await verifySelectors(JSON.parse(stdout), { publicKey, now: Date.now(), atLeast: 0 })).toEqual(update);
  });

  it.each([
    ['no key', { version: 1, date: '2026-11-20', expiresAt: '2099-01-01T00:00:00Z' }, {}],
    [
      'code instead of lists',
      { version: 1, date: '2026-11-20', expiresAt: '2099-01-01T00:00:00Z', gmail: 'x' },
      undefined,
    ],
  ])('refuses %s', async (_what, update, env) => {
    const file = join(folder, 'bad.json');
    await writeFile(file, JSON.stringify(update));
    const withKey = { ...process.env, SELECTORS_KEY_FILE: join(folder, 'key.pem') };
    await expect(run(node, [tool, file], { env: env ?? withKey })).rejects.toThrow(/\.\n$/);
  });
});
