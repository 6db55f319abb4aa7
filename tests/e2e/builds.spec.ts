import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import jszip from 'jszip';
import { z } from 'zod';
import { extensionKey } from '#shared/extension-id.ts';
import { buildExtension, findStoreZip, type TargetBrowser } from '#tests/support/extension.ts';

const browsers: readonly TargetBrowser[] = ['chrome', 'edge', 'firefox'];
const root = join(import.meta.dirname, '../..');

/** Where content scripts run, and the only pages that may hold our frame. */
const gmail = ['https://mail.google.com/*'];
const outlook = [
  'https://outlook.cloud.microsoft/*',
  'https://outlook.live.com/*',
  'https://outlook.office.com/*',
  'https://outlook.office365.com/*',
];

/** All that every build asks for. What is not here needs a reason and a reviewer. */
const common = {
  manifest_version: 3,
  permissions: ['storage', 'identity', 'alarms'],
  // A server on this machine; any other is asked for at sign-in, that one address only.
  host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
  // Asked for when somebody switches notifications on.
  optional_permissions: ['notifications'],
  optional_host_permissions: ['https://*/*'],
  content_security_policy: {
    extension_pages: [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: https: http://127.0.0.1:* http://localhost:*",
      "font-src 'self'",
      // The frame in which a mail is shown as it was sent.
      "frame-src 'self'",
      'connect-src https: http://127.0.0.1:* http://localhost:*',
      "base-uri 'none'",
      "form-action 'none'",
      "object-src 'none'",
    ].join('; '),
  },
  options_ui: { open_in_tab: true, page: 'options.html' },
  content_scripts: [
    { matches: gmail, run_at: 'document_idle', js: ['content-scripts/gmail.js'] },
    { matches: outlook, run_at: 'document_idle', js: ['content-scripts/outlook.js'] },
  ],
  web_accessible_resources: [{ resources: ['sidebar.html'], matches: [...gmail, ...outlook], use_dynamic_url: true }],
};

const chromium = {
  background: { type: 'module', service_worker: 'background.js' },
  key: extensionKey,
  minimum_chrome_version: '123',
};

const own = {
  chrome: chromium,
  edge: chromium,
  firefox: {
    background: { type: 'module', scripts: ['background.js'] },
    browser_specific_settings: {
      gecko: {
        id: 'sidethread@sidethread.app',
        strict_min_version: '142.0',
        data_collection_permissions: {
          required: ['authenticationInfo', 'personallyIdentifyingInfo', 'personalCommunications'],
        },
      },
    },
  },
} as const;

/** What a person reads, and what follows from the files that are there. */
const words = ['name', 'description', 'default_locale', 'version', 'icons', 'action'];

for (const browser of browsers) {
  test(`the build for ${browser} asks for exactly what it needs`, async () => {
    const manifest = await readManifest(join(await buildExtension(browser), 'manifest.json'));
    const asked = Object.fromEntries(Object.entries(manifest).filter(([name]) => !words.includes(name)));
    expect(asked).toEqual({ ...common, ...own[browser] });
    expect(JSON.stringify(manifest['action'])).not.toContain('http');
    for (const language of ['en', 'de'])
      expect(await readTexts(await buildExtension(browser), language)).toEqual(['manifest_summary']);
  });

  test(`the build for ${browser} loads no code from elsewhere`, async () => {
    const folder = await buildExtension(browser);
    const files = await readdir(folder, { recursive: true });
    const pages = files.filter((name) => name.endsWith('.html'));
    expect(pages.length).toBeGreaterThanOrEqual(3);
    for (const page of pages) {
      const html = await readFile(join(folder, page), 'utf8');
      const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
      expect(addresses.filter((address) => !address.startsWith('/'))).toEqual([]);
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
    }
    for (const script of files.filter((name) => name.endsWith('.js'))) {
      const code = await readFile(join(folder, script), 'utf8');
      expect(code, script).not.toMatch(/importScripts\(|import\(["'`](?:https?:)?\/\/|\bfrom["'`]https?:|\beval\(/);
    }
  });

  test(`the store takes the zip for ${browser}`, async () => {
    const zip = await jszip.loadAsync(await readFile(await findStoreZip(browser)));
    const folder = await buildExtension(browser);
    const { key, ...built } = await readManifest(join(folder, 'manifest.json'));
    const zipped: unknown = JSON.parse((await zip.file('manifest.json')?.async('text')) ?? 'null');
    // A store gives an item its own key and refuses one that comes along.
    expect(zipped).toEqual(built);
    expect(key).toBe(browser === 'firefox' ? undefined : extensionKey);
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
    expect(Object.keys(zip.files)).toHaveLength(files.length);
  });
}

/** Which texts the browser itself is given in a language; the views bring theirs along. */
async function readTexts(folder: string, language: string): Promise<string[]> {
  return Object.keys(JSON.parse(await readFile(join(folder, '_locales', language, 'messages.json'), 'utf8')) as object);
}

const Finding = z.object({
  code: z.string(),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});
const Report = z.object({ errors: z.array(Finding), warnings: z.array(Finding), notices: z.array(Finding) });

/** What libraries hold and never run here, by the code that stands around it. Everything else is a failure. */
const known: readonly { code: string; near: RegExp; why: string }[] = [
  { code: 'DANGEROUS_EVAL', near: /Cloudflare/, why: 'zod asks whether it may compile; our policy says no' },
  { code: 'UNSAFE_VAR_ASSIGNMENT', near: /__html/, why: 'React’s dangerouslySetInnerHTML, which nothing of ours uses' },
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    near: /=`&`\+\w+\+`;`/,
    why: 'Markdown’s named characters, read in an element of no page',
  },
  {
    code: 'UNSAFE_VAR_ASSIGNMENT',
    near: /\.documentElement\.innerHTML\s*=/,
    why: 'DOMPurify’s way for browsers that can’t parse, into a document without a window',
  },
  { code: 'UNSAFE_VAR_ASSIGNMENT', near: /\.document\(\)\.write\(/, why: 'the Markdown parser’s own “write”' },
];

test('Mozilla’s linter finds nothing in the build for Firefox but what is known', async () => {
  test.setTimeout(120_000);
  const folder = await buildExtension('firefox');
  const webExt = join(root, 'node_modules/web-ext/bin/web-ext.js');
  const args = [webExt, 'lint', '--source-dir', folder, '--output', 'json', '--no-config-discovery'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 32 * 1024 * 1024 });
  const { errors, warnings, notices } = Report.parse(JSON.parse(stdout));
  const found = await Promise.all([...errors, ...warnings, ...notices].map((each) => withCode(folder, each)));
  const unknown = found.filter(({ code, near }) => !known.some((each) => each.code === code && each.near.test(near)));
  expect(unknown).toEqual([]);
  expect(errors).toEqual([]);
});

/** A finding with the code that stands around its place. */
async function withCode(folder: string, finding: z.infer<typeof Finding>) {
  const { code, message, file, line = 1, column = 0 } = finding;
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  const near = (text.split('\n')[line - 1] ?? '').slice(Math.max(0, column - 120), column + 120);
  return { code, message, file, near };
}

async function readManifest(file: string): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
}
