import browser, { type Runtime } from 'webextension-polyfill';
import { ownExtension } from '../messaging/handle-requests.ts';
import type { Topic, Topics, WatchRequest, WatchUpdate } from '../messaging/protocol.ts';
import { sendOnPort } from '../messaging/send-on-port.ts';
import { readSender, type ViewSender } from '../messaging/sender.ts';
import type { Change, Changes } from './changes.ts';

export interface WatchSources {
  /** Everything has been read from storage: until then nothing is known, and nothing is sent. */
  readonly ready: Promise<void>;
  mayWatch(topic: Topic, sender: ViewSender): boolean;
  /** Whether a change can alter what a topic shows to this view. */
  concerns(change: Change, topic: Topic, sender: ViewSender): boolean;
  /** Undefined: there is nothing to show yet. */
  read<Name extends Topic>(topic: Name, sender: ViewSender): Promise<Topics[Name] | undefined>;
  onCount(count: number): void;
}

interface Watcher {
  port: Runtime.Port;
  sender: ViewSender;
  /** JSON of what was sent last, by topic; undefined: nothing yet. */
  sent: Map<Topic, string | undefined>;
  dirty: Set<Topic>;
  isFlushing: boolean;
}

const topics: Readonly<Record<Topic, true>> = {
  session: true,
  connection: true,
  tab: true,
  pages: true,
  inbox: true,
  assignments: true,
  correspondences: true,
  discussions: true,
  mailboxes: true,
  teammates: true,
  chat: true,
};

/** Pushes to every view what it watches, each value whole, and only when it differs from what was sent before. */
export function startWatchers(sources: WatchSources, changes: Changes): void {
  const watchers = new Set<Watcher>();

  browser.runtime.onConnect.addListener((port) => {
    const sender = port.sender === undefined ? undefined : readSender(port.sender, ownExtension());
    if (port.name !== 'watch' || sender?.kind !== 'view') {
      port.disconnect();
      return;
    }
    const watcher: Watcher = { port, sender, sent: new Map(), dirty: new Set(), isFlushing: false };
    watchers.add(watcher);
    sources.onCount(watchers.size);
    port.onMessage.addListener((message) => {
      const topic = (message as Partial<WatchRequest> | undefined)?.watch;
      if (topic === undefined || !Object.hasOwn(topics, topic)) return;
      watcher.sent.set(topic, undefined);
      mark(watcher, topic);
    });
    port.onDisconnect.addListener(() => {
      void browser.runtime.lastError;
      watchers.delete(watcher);
      sources.onCount(watchers.size);
    });
  });

  changes.watch((change) => {
    for (const watcher of watchers) {
      for (const topic of watcher.sent.keys()) {
        if (sources.concerns(change, topic, watcher.sender)) mark(watcher, topic);
      }
    }
  });

  function mark(watcher: Watcher, topic: Topic): void {
    watcher.dirty.add(topic);
    if (watcher.isFlushing) return;
    watcher.isFlushing = true;
    void flush(watcher).finally(() => {
      watcher.isFlushing = false;
      const [left] = watcher.dirty;
      if (left !== undefined && watchers.has(watcher)) mark(watcher, left);
    });
  }

  /** Several changes in one turn of the event loop become one update. */
  async function flush(watcher: Watcher): Promise<void> {
    await sources.ready;
    while (watcher.dirty.size > 0 && watchers.has(watcher)) {
      const [topic] = watcher.dirty;
      if (topic === undefined) return;
      watcher.dirty.delete(topic);
      await push(watcher, topic);
    }
  }

  async function push(watcher: Watcher, topic: Topic): Promise<void> {
    if (!sources.mayWatch(topic, watcher.sender)) return;
    const value = await sources.read(topic, watcher.sender);
    if (value === undefined || !sources.mayWatch(topic, watcher.sender)) return;
    const json = JSON.stringify(value);
    if (watcher.sent.get(topic) === json) return;
    watcher.sent.set(topic, json);
    sendOnPort(watcher.port, { topic, value } as WatchUpdate);
  }
}
