/** A content script that does what the product's does, with a worker behind it that a test can look into. */
import type { OverlayEnvironment } from '#extension/page/overlay/overlay-environment.ts';
import { startOverlay } from '#extension/page/overlay/start-overlay.ts';
import { gmailAdapter } from '#extension/page/webmail/gmail/index.ts';

type Command = Parameters<Parameters<OverlayEnvironment['watchCommands']>[0]>[0];
declare const chrome: {
  runtime: {
    getURL(path: string): string;
    sendMessage(message: unknown): Promise<unknown>;
    onMessage: { addListener(listener: (message: Command) => void): void };
  };
};

startOverlay({
  adapter: gmailAdapter,
  window,
  signal: new AbortController().signal,
  sidebarUrl: chrome.runtime.getURL('sidebar.html'),
  request: async (name, input) => (await chrome.runtime.sendMessage({ name, input })) as never,
  watchCommands: (listener) => chrome.runtime.onMessage.addListener((command) => listener(command)),
});
