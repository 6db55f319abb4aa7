import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleForPage } from '../bundle-for-page.ts';

const MANIFEST = {
  manifest_version: 3,
  name: 'Overlay under test',
  version: '1',
  background: { service_worker: 'worker.js' },
  permissions: ['tabs'],
  content_scripts: [{ matches: ['https://mail.google.com/*'], js: ['content.js'], run_at: 'document_idle' }],
  web_accessible_resources: [{ resources: ['sidebar.html'], matches: ['https://mail.google.com/*'] }],
};

/** Answers as the test says and keeps what was asked. A nonce is new each time. */
const WORKER = `
globalThis.asked = [];
globalThis.refusals = 0;
globalThis.refusal = 'unavailable';
globalThis.hello = { choice: 'on', settings: { width: 360, collapsed: false } };
globalThis.tell = async (command) => {
  for (const tab of await chrome.tabs.query({ url: 'https://mail.google.com/*' })) await chrome.tabs.sendMessage(tab.id, command);
};
chrome.runtime.onMessage.addListener(({ name, input }, sender, answer) => {
  asked.push({ name, input });
  if (refusals > 0) {
    refusals -= 1;
    return answer({ ok: false, problem: { code: refusal, message: 'Not now.' } });
  }
  if (name === 'page.layout') hello = { ...hello, settings: input };
  answer({ ok: true, value: name === 'page.hello' ? { ...hello, texts: { width: 'Width of Sidethread', updated: 'Updated. Reload this page.', dismiss: 'Dismiss' }, nonce: 'nonce-' + asked.length } : null });
});`;

const SIDEBAR = `<!doctype html><meta name="color-scheme" content="light dark"><title>Sidebar</title>
<body><button>Sidebar</button><script src="sidebar.js"></script>`;

/** Builds an unpacked extension that is nothing but the overlay; returns its folder. */
export async function buildOverlayExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-overlay-'));
  const files = {
    'manifest.json': JSON.stringify(MANIFEST),
    'worker.js': WORKER,
    'content.js': await bundleForPage('tests/support/overlay-extension/content.ts', 'overlay'),
    'sidebar.html': SIDEBAR,
    'sidebar.js': 'document.body.dataset.loadedAt = performance.timeOrigin;',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
