import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from '#tests/support/extension.ts';

/** Copies our views' style sheets into a bare extension's folder; gives the links that a page of it needs. */
export async function copyStyleSheets(folder: string): Promise<string> {
  const assets = join(await buildExtension(), 'assets');
  const sheets = (await readdir(assets)).filter((name) => name.endsWith('.css'));
  for (const sheet of sheets) await copyFile(join(assets, sheet), join(folder, sheet));
  return sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}">`).join('');
}
