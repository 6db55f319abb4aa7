import type { ContentScriptDefinition } from 'wxt';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { watchOverlayCommands } from '../../messaging/overlay-commands.ts';
import { ownUrl } from '../../messaging/own-url.ts';
import { request } from '../../messaging/request.ts';
import { startOverlay } from '../../page/overlay/start-overlay.ts';
import { gmailAdapter } from '../../page/webmail/gmail/index.ts';

const gmail: ContentScriptDefinition = defineContentScript({
  matches: ['https://mail.google.com/*'],
  runAt: 'document_idle',
  main({ signal }) {
    startOverlay({
      adapter: gmailAdapter,
      window,
      signal,
      sidebarUrl: ownUrl('/sidebar.html'),
      request,
      watchCommands: watchOverlayCommands,
    });
  },
});
export default gmail;
