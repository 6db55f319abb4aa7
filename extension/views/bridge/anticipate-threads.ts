import browser from 'webextension-polyfill';
import type { TabView, Topic, Topics } from '#extension/messaging/protocol.ts';
import { readSender, type BrowserSender } from '#extension/messaging/sender.ts';
import type { Messaging } from './bridge.ts';
import { createThreadMemory, keyOfThread } from './thread-memory.ts';

type ShowTab = (tab: TabView) => void;

/**
 * Shows a thread that this sidebar showed before as soon as the page names it: its content script's word reaches the
 * sidebar as well as the worker, which may be asleep. What the worker then says counts, but for what it still says of
 * a thread that the page has left.
 */
export async function anticipateThreads(messaging: Messaging): Promise<Messaging> {
  // Firefox gives a frame inside a page no tabs; there the worker alone says what is open.
  const tabId = 'tabs' in browser ? (await browser.tabs.getCurrent())?.id : undefined;
  if (tabId === undefined) return messaging;
  const memory = createThreadMemory();
  let show: ShowTab | undefined;
  browser.runtime.onMessage.addListener((message: unknown, sender: BrowserSender) => {
    const key = readKey(message, sender, tabId);
    const tab = key === undefined ? undefined : memory.anticipate(key);
    if (tab !== undefined) show?.(tab);
    return undefined;
  });
  const forget = new AbortController();
  messaging.watch('session', memory.clear, forget);
  return {
    request: messaging.request,
    watch<Name extends Topic>(topic: Name, callback: (value: Topics[Name]) => void, options: { signal: AbortSignal }) {
      if (topic !== 'tab') return messaging.watch(topic, callback, options);
      show = callback as ShowTab;
      messaging.watch('tab', (tab) => memory.accept(tab) && show?.(tab), options);
    },
  };
}

/** Which thread a message of this tab's content script names; undefined for every other message. */
function readKey(message: unknown, from: BrowserSender, tabId: number): string | undefined {
  const { id, getURL } = browser.runtime;
  const sender = readSender(from, { id, origin: new URL(getURL('')).origin });
  if (sender?.kind !== 'page' || sender.tabId !== tabId) return undefined;
  const { request, input } = message as { request?: unknown; input?: TabView['email'] };
  return request === 'page.email' ? keyOfThread(input ?? null) : undefined;
}
