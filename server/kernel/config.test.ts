import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { settings, type Setting } from './settings.ts';
import { StartRefused } from './start-refused.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sidethread-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const key = Buffer.alloc(32, 7).toString('base64');
const secret = 'x'.repeat(32);

test('nothing set: the defaults, and a secret that is made once and kept for the owner alone', () => {
  const config = readConfig({ DATA_DIR: dataDir });
  expect(config).toMatchObject({ port: 8710, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:8710' });
  expect(config.secret.length).toBeGreaterThanOrEqual(32);
  expect(readConfig({ DATA_DIR: dataDir }).secret).toBe(config.secret);
  expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0);
  expect(readFileSync(join(dataDir, 'secret'), 'utf8').trim()).toBe(config.secret);
});

test('every default is a right value', () => {
  for (const [name, setting] of Object.entries<Setting>(settings))
    expect([name, setting.schema.safeParse(setting.fallback).success]).toEqual([name, true]);
});

test.each([
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['PUBLIC_URL', 'mail.example.com'],
  ['DATABASE_URL', 'mysql://db'],
  ['SECRET', 'short'],
  ['VAULT_KEYS', 'a:short'],
  ['LOG_LEVEL', 'loud'],
  ['SLACK_APP_TOKEN', 'xoxb-1'],
  ['SMTP_URL', 'mail'],
  ['CHAT_TIMEOUT_MS', '5s'],
  ['CLOCK_SCALE', '0'],
])('a wrong %s stops the start with its name and a sentence', (name, value) => {
  const start = () => readConfig({ DATA_DIR: dataDir, SECRET: secret, [name]: value });
  expect(start).toThrow(StartRefused);
  expect(start).toThrow(new RegExp(`^${name} must .+\\.$`));
});

test('every wrong setting is named at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/^PORT .+\nLOG_LEVEL .+$/);
});

test.each([
  [{ DATABASE_URL: 'postgres://db/x' }, /^SECRET is needed with DATABASE_URL/],
  [{ DATABASE_LISTEN_URL: 'postgres://db/x' }, /^DATABASE_LISTEN_URL needs DATABASE_URL/],
  [{ SLACK_CLIENT_ID: '1' }, /^SLACK_CLIENT_SECRET is needed with SLACK_CLIENT_ID/],
  [{ GOOGLE_CLIENT_SECRET: '1' }, /^GOOGLE_CLIENT_ID is needed with GOOGLE_CLIENT_SECRET/],
])('settings that need each other: %j', (given, message) => {
  expect(() => readConfig({ DATA_DIR: dataDir, ...given })).toThrow(message);
});

test('keys of the vault: as given, the newest first; otherwise one made from the secret', () => {
  const given = readConfig({ DATA_DIR: dataDir, VAULT_KEYS: `new:${key}, old:${key}` });
  expect(given.vaultKeys.map(({ id }) => id)).toEqual(['new', 'old']);
  const made = readConfig({ DATA_DIR: dataDir, SECRET: secret }).vaultKeys;
  expect(made).toHaveLength(1);
  expect(made).toEqual(readConfig({ DATA_DIR: dataDir, SECRET: secret }).vaultKeys);
});

test('empty values count as not given, and trailing slashes do not matter', () => {
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: '',
    PUBLIC_URL: 'https://it.example/',
    SLACK_API_URL: 'http://127.0.0.1:9/api',
  });
  expect(config.port).toBe(8710);
  expect(config.publicUrl).toBe('https://it.example');
  expect(config.slack.apiUrl).toBe('http://127.0.0.1:9/api/');
});

test('a damaged secret is named, not replaced', () => {
  writeFileSync(join(dataDir, 'secret'), 'cut');
  expect(() => readConfig({ DATA_DIR: dataDir })).toThrow(/is damaged/);
});
