import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The page's messages to the frame carry these. */
export const bareFrameWidth = 360;

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
frame.style.cssText = 'position:fixed;top:0;right:0;bottom:0;height:100%;width:${bareFrameWidth}px;border:0;z-index:2147483647';
document.documentElement.append(frame);
document.body.style.marginRight = '${bareFrameWidth}px';
addEventListener('hashchange', () => requestAnimationFrame(() => {
  const sentAt = performance.timeOrigin + performance.now();
  frame.contentWindow.postMessage({ hash: location.hash, sentAt }, '*');
}));`;

/** Paints the text that belongs to the address and tells when it was told and when it had painted. */
const script = `
let texts = {};
let tell = () => undefined;
addEventListener('message', ({ data }) => {
  const text = texts[data.hash];
  if (text === undefined) return;
  document.body.replaceChildren(...text.split('\\n').map((line) => Object.assign(document.createElement('p'), { textContent: line })));
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => tell({ sentAt: data.sentAt, paintedAt: performance.timeOrigin + performance.now() });
    after.port2.postMessage(null);
  });
});
globalThis.bareFrame = {
  setTexts: (next) => { texts = next; },
  next: () => new Promise((resolve) => { tell = resolve; }),
};`;

/** An extension that is nothing but a frame which shows the text of what is open: the least a sidebar can be. */
export async function buildBareFrameExtension(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-bare-'));
  const files = {
    'manifest.json': JSON.stringify(manifest),
    'content.js': content,
    'frame.html': '<!doctype html><meta charset="utf-8"><body><script src="frame.js"></script>',
    'frame.js': script,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
