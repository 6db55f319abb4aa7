import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyStyleSheets } from '../browser/copy-style-sheets.ts';

/** An extension whose page is ready markup under our style sheets: the least that a popup which shows the same can be. */
export async function buildBarePopupExtension(markup: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-bare-popup-'));
  const links = await copyStyleSheets(folder);
  const files = {
    // Its worker tells the bench where the extension's pages are.
    'manifest.json': JSON.stringify({
      manifest_version: 3,
      name: 'A bare popup',
      version: '1',
      background: { service_worker: 'worker.js' },
    }),
    'worker.js': '',
    'popup.html': `<!doctype html><html lang="en"><meta charset="utf-8">${links}<body>${markup}`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}
