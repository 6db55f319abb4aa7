import type { ContentScriptDefinition } from 'wxt';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { watchOverlayCommands } from '../../messaging/overlay-commands.ts';
import { ownUrl } from '../../messaging/own-url.ts';
import { request } from '../../messaging/request.ts';
import { startOverlay } from '../../page/overlay/start-overlay.ts';
import { outlookAdapter } from '../../page/webmail/outlook/index.ts';

const outlook: ContentScriptDefinition = defineContentScript({
  matches: [
    'https://outlook.office.com/*',
    'https://outlook.office365.com/*',
    'https://outlook.live.com/*',
    'https://outlook.cloud.microsoft/*',
  ],
  runAt: 'document_idle',
  main({ signal }) {
    startOverlay({
      adapter: outlookAdapter,
      window,
      signal,
      sidebarUrl: ownUrl('/sidebar.html'),
      request,
      watchCommands: watchOverlayCommands,
    });
  },
});
export default outlook;
