import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyStyleSheets } from '../browser/copy-style-sheets.ts';

const width = 360;

const manifest = {
  manifest_version: 3,
  name: 'A bare frame',
  version: '1',
  content_scripts: [{ matches: ['https://mail.google.com/*'], js: ['content.js'], run_at: 'document_idle' }],
  web_accessible_resources: [{ resources: ['frame.html'], matches: ['https://mail.google.com/*'] }],
};

/** Tells the frame each change of the address in the page's next frame, which is when a page can be read first. */
const content = `
const frame = document.createElement('iframe');
frame.src = chrome.runtime.getURL('frame.html');
frame.style.cssText = 'position:fixed;top:0;right:0;bottom:0;height:100%;width:${width}px;border:0;z-index:2147483647';
document.documentElement.append(frame);
document.body.style.marginRight = '${width}px';
addEventListener('hashchange', () => requestAnimationFrame(() => {
  const sentAt = performance.timeOrigin + performance.now();
  frame.contentWindow.postMessage({ hash: location.hash, sentAt }, '*');
}));`;

/** Paints the markup that belongs to the address and tells when it was told and when it had painted. */
const script = `
let pages = {};
let tell = () => undefined;
addEventListener('message', ({ data }) => {
  const markup = pages[data.hash];
  if (markup === undefined) return;
  // The bench's own markup, painted the barest way there is: that is what ours is compared with.
  document.body.innerHTML = markup;
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => tell({ sentAt: data.sentAt, paintedAt: performance.timeOrigin + performance.now() });
    after.port2.postMessage(null);
  });
});
globalThis.bareFrame = {
  setPages: (next) => { pages = next; },
  next: () => new Promise((resolve) => { tell = resolve; }),
};`;

/**
 * An extension that is nothing but a frame which shows ready markup of what is open, under our style sheets: the
 * least that a sidebar which shows the same can be.
 */
export async function buildBareFrameExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-bare-'));
  const links = await copyStyleSheets(folder);
  const files = {
    'manifest.json': JSON.stringify(manifest),
    'content.js': content,
    'frame.html': `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">${links}<body><script src="frame.js"></script>`,
    'frame.js': script,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
