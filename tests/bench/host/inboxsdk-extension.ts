import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForPage } from '#tests/support/bundle-for-page.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const library = fileURLToPath(import.meta.resolve('@inboxsdk/core'));

const manifest = {
  manifest_version: 3,
  name: 'InboxSDK alone',
  version: '1',
  permissions: ['scripting'],
  host_permissions: ['https://mail.google.com/*'],
  background: { service_worker: 'background.js' },
  content_scripts: [{ matches: ['https://mail.google.com/*'], js: ['content.js'], run_at: 'document_end' }],
  web_accessible_resources: [{ resources: ['pageWorld.js'], matches: ['https://mail.google.com/*'] }],
};

/** What an extension on InboxSDK that does nothing else would bring into the page. */
export interface InboxSdkExtension {
  readonly folder: string;
  /** Its content script, minified. */
  readonly contentScript: string;
}

/** Builds it. Once the library has come up on a page, the document's element carries `data-inboxsdk`. */
export async function buildInboxSdkExtension(): Promise<InboxSdkExtension> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-inboxsdk-'));
  const bundle = await bundleForPage(relative(root, library), 'inboxSdk');
  const contentScript = `${bundle}
inboxSdk.load(2, 'sdk_bench').then(() => { document.documentElement.dataset.inboxsdk = 'started'; });`;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'content.js'), contentScript);
  for (const name of ['background.js', 'pageWorld.js']) await copyFile(join(library, '..', name), join(folder, name));
  return { folder, contentScript };
}
