import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'wxt';
import { extensionKey } from './shared/extension-id.ts';

const icons = { 16: 'icons/16.png', 32: 'icons/32.png', 48: 'icons/48.png', 128: 'icons/128.png' };

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-react'],
  vite: () => ({ plugins: [tailwindcss()] }),
  hooks: {
    'build:manifestGenerated': (_wxt, manifest) => {
      // Embedded in the browser's own settings the options would stand in a frame, where they are not allowed to act.
      if (manifest.options_ui !== undefined) manifest.options_ui.open_in_tab = true;
    },
  },
  manifest: ({ browser }) => ({
    name: 'Sidethread',
    description: 'What your team says about the e-mail you have open, live with Slack.',
    version: '0.1.0',
    icons,
    action: { default_title: 'Sidethread', default_icon: icons },
    // The content script's match is all that the webmail needs. The server's origin is asked for at sign-in; a server
    // on this machine needs no asking.
    permissions: ['storage', 'identity', 'alarms'],
    host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
    optional_host_permissions: ['https://*/*'],
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https: http://127.0.0.1:* http://localhost:*; font-src 'self'; connect-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; object-src 'none'",
    },
    web_accessible_resources: [
      { resources: ['sidebar.html'], matches: ['https://mail.google.com/*'], use_dynamic_url: true },
    ],
    ...(browser === 'firefox'
      ? { browser_specific_settings: { gecko: { id: 'sidethread@sidethread.app', strict_min_version: '140.0' } } }
      : { key: extensionKey, minimum_chrome_version: '123' }),
  }),
});
