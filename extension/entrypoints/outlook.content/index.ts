import type { ContentScriptDefinition } from 'wxt';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { watchOverlayCommands } from '../../messaging/overlay-commands.ts';
import { ownUrl } from '../../messaging/own-url.ts';
import { isExtensionAlive, request } from '../../messaging/request.ts';
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
    const ending = new AbortController();
    startOverlay({
      adapter: outlookAdapter,
      window,
      signal: AbortSignal.any([signal, ending.signal]),
      sidebarUrl: ownUrl('/sidebar.html'),
      async request(name, input) {
        const answer = await request(name, input);
        // Updated or removed from under this page: the new version starts with the page's next load.
        if (!answer.ok && !isExtensionAlive()) ending.abort();
        return answer;
      },
      watchCommands: watchOverlayCommands,
    });
  },
});
export default outlook;
