import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';
import { extensionKey } from './shared/extension-id.ts';

/** Firefox asks for consent to these at install: who signs in, whose mail it is, and what the team writes about it. */
const dataSent = ['authenticationInfo', 'personallyIdentifyingInfo', 'personalCommunications'] as const;

const icons = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' };

/** Where the sidebar's frame may stand: the places of the content scripts. */
const webmails = [
  'https://mail.google.com/*',
  'https://outlook.cloud.microsoft/*',
  'https://outlook.live.com/*',
  'https://outlook.office.com/*',
  'https://outlook.office365.com/*',
];

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-react', '@wxt-dev/i18n/module'],
  vite: () => ({ plugins: [tailwindcss()] }),
  hooks: {
    'build:manifestGenerated': (_wxt, manifest) => {
      // Embedded in the browser's own settings the options would stand in a frame, where they are not allowed to act.
      if (manifest.options_ui !== undefined) manifest.options_ui.open_in_tab = true;
    },
    // The views hold every text themselves; the browser asks for the manifest's only.
    'build:publicAssets': (_wxt, assets) => {
      for (const asset of assets)
        if ('contents' in asset && asset.relativeDest.startsWith('_locales'))
          asset.contents = keepManifestTexts(asset.contents);
    },
    // Stores refuse a key of ours, and unpacked the pinned id needs it.
    'zip:extension:start': ({ config }) => writeManifest(config.outDir, ({ key: _key, ...rest }) => rest),
    'zip:extension:done': ({ config }) => writeManifest(config.outDir, (manifest) => withKey(manifest, config.browser)),
  },
  zip: { zipSources: false },
  manifest: ({ browser }) => ({
    name: 'Sidethread',
    description: '__MSG_manifest_summary__',
    default_locale: 'en',
    version: '0.1.0',
    icons,
    action: { default_title: 'Sidethread', default_icon: icons },
    // The content script's match is all that the webmail needs. The server's origin is asked for at sign-in; a server
    // on this machine needs no asking.
    permissions: ['storage', 'identity', 'alarms'],
    host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
    optional_permissions: ['notifications'],
    optional_host_permissions: ['https://*/*'],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http://127.0.0.1:* http://localhost:*; font-src 'self'; frame-src 'self'; connect-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; object-src 'none'",
    },
    web_accessible_resources: [{ resources: ['sidebar.html'], matches: webmails, use_dynamic_url: true }],
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'sidethread@sidethread.app',
              strict_min_version: '142.0',
              data_collection_permissions: { required: [...dataSent] },
            },
          },
        }
      : { key: extensionKey, minimum_chrome_version: '123' }),
  }),
});

function keepManifestTexts(messages: string): string {
  const texts = Object.entries(JSON.parse(messages) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(texts.filter(([key]) => key.startsWith('manifest_'))));
}

type Manifest = Record<string, unknown>;

function withKey(manifest: Manifest, browser: string): Manifest {
  return browser === 'firefox' ? manifest : { ...manifest, key: extensionKey };
}

async function writeManifest(outDir: string, change: (manifest: Manifest) => Manifest): Promise<void> {
  const file = join(outDir, 'manifest.json');
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Manifest)));
}
