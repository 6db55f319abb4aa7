import browser, { type Runtime } from 'webextension-polyfill';
import type { OverlayCommand } from './protocol.ts';

interface CommandEnvelope {
  overlayCommand: OverlayCommand;
}

/** In the content script: what the worker tells this tab's overlay, until the signal aborts. */
export function watchOverlayCommands(
  callback: (command: OverlayCommand) => void,
  options: { signal: AbortSignal },
): void {
  const listener = (message: unknown, sender: Runtime.MessageSender): undefined => {
    // Extension pages and content scripts carry an address or a tab that is not the worker's.
    if (sender.id !== browser.runtime.id || sender.tab !== undefined) return;
    const { overlayCommand } = (message ?? {}) as Partial<CommandEnvelope>;
    if (overlayCommand !== undefined) callback(overlayCommand);
  };
  browser.runtime.onMessage.addListener(listener);
  options.signal.addEventListener('abort', () => browser.runtime.onMessage.removeListener(listener), { once: true });
}

/** In the worker: tells a tab's content script; false when the tab is gone or has none, which is no failure. */
export async function sendOverlayCommand(tabId: number, command: OverlayCommand): Promise<boolean> {
  const envelope: CommandEnvelope = { overlayCommand: command };
  return browser.tabs.sendMessage(tabId, envelope, { frameId: 0 }).then(
    () => true,
    () => false,
  );
}
