import browser, { type Runtime } from 'webextension-polyfill';
import type { InsertOutcome, OverlayCommand } from './protocol.ts';

interface CommandEnvelope {
  overlayCommand: OverlayCommand;
}

/** In the content script: what the worker tells this tab's overlay, until the signal aborts. */
export function watchOverlayCommands(
  callback: (command: OverlayCommand) => InsertOutcome | undefined,
  options: { signal: AbortSignal },
): void {
  const listener = (message: unknown, sender: Runtime.MessageSender): Promise<InsertOutcome> | undefined => {
    // Extension pages and content scripts carry an address or a tab that is not the worker's.
    if (sender.id !== browser.runtime.id || sender.tab !== undefined) return undefined;
    const { overlayCommand } = (message ?? {}) as Partial<CommandEnvelope>;
    const outcome = overlayCommand === undefined ? undefined : callback(overlayCommand);
    return outcome === undefined ? undefined : Promise.resolve(outcome);
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

/** In the worker: puts text into the mail that is written in a tab; undefined when the tab has no page of ours. */
export async function insertTextInTab(tabId: number, text: string | null): Promise<InsertOutcome | undefined> {
  const envelope: CommandEnvelope = { overlayCommand: { kind: 'insert-text', text } };
  const answer = await browser.tabs
    .sendMessage<unknown, InsertOutcome | undefined>(tabId, envelope, { frameId: 0 })
    .catch(() => undefined);
  return answer ?? undefined;
}
