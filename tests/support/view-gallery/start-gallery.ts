import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SceneOptions {
  dark?: boolean;
  /** Language of the view; the browser's own when left out. */
  language?: 'en' | 'de';
  /** Draws the view from right to left. */
  rightToLeft?: boolean;
  /** Keeps the view's storage from answering for a key until it was given to `window.gallery.release`. */
  isStorageHeld?: boolean;
}

export interface Gallery {
  /** Address of one scene. */
  urlOf(scene: string, options?: SceneOptions): string;
  close(): Promise<void>;
}

const vite = join(import.meta.dirname, '../../../node_modules/.bin/vite');
const contentTypes: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** Builds every view over a fake worker and serves it on 127.0.0.1. */
export async function startGallery(): Promise<Gallery> {
  const siteDir = await mkdtemp(join(tmpdir(), 'sidethread-gallery-'));
  const config = join(import.meta.dirname, 'vite.config.ts');
  await promisify(execFile)(vite, [
    'build',
    '--config',
    config,
    '--outDir',
    siteDir,
    '--emptyOutDir',
    '--minify',
    'false',
    '--logLevel',
    'warn',
  ]);
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const name = path === '/' ? 'index.html' : path.slice(1);
    const body = await readFile(join(siteDir, name)).catch(() => undefined);
    if (body === undefined) return response.writeHead(404).end();
    const type = contentTypes[name.split('.').pop() ?? ''] ?? 'application/octet-stream';
    return response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    urlOf(scene, { dark = false, language, rightToLeft = false, isStorageHeld = false } = {}) {
      const query = new URLSearchParams({
        scene,
        ...(dark ? { dark: '1' } : {}),
        ...(language === undefined ? {} : { language }),
        ...(rightToLeft ? { dir: 'rtl' } : {}),
        ...(isStorageHeld ? { hold: 'storage' } : {}),
      });
      return `http://127.0.0.1:${port}/?${query}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(siteDir, { recursive: true, force: true });
    },
  };
}
