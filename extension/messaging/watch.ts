import browser, { type Runtime } from 'webextension-polyfill';
import type { Topic, Topics, WatchRequest, WatchUpdate } from './protocol.ts';
import { isExtensionAlive } from './request.ts';
import { sendOnPort } from './send-on-port.ts';

type Callback<Name extends Topic> = (value: Topics[Name]) => void;

interface Watched {
  readonly callbacks: Set<(value: never) => void>;
  /** The last value as JSON: a worker that restarts sends again what the view already shows. */
  json: string | undefined;
  value: unknown;
}

const firstRetryMs = 30;
const longestRetryMs = 500;

const watched = new Map<Topic, Watched>();
let port: Runtime.Port | undefined;
let retryMs = firstRetryMs;

/**
 * Calls back with the topic's value at once and whenever it changes, until the signal aborts. All topics of a frame
 * share one port; when the worker dies the port is opened again within a second, which wakes the worker.
 */
export function watch<Name extends Topic>(
  topic: Name,
  callback: Callback<Name>,
  options: { signal: AbortSignal },
): void {
  if (options.signal.aborted) return;
  const entry = watched.get(topic) ?? { callbacks: new Set(), json: undefined, value: undefined };
  const isNew = entry.callbacks.size === 0;
  entry.callbacks.add(callback);
  watched.set(topic, entry);
  if (isNew) ask(topic);
  else if (entry.json !== undefined) callback(entry.value as Topics[Name]);
  options.signal.addEventListener('abort', () => stop(topic, callback), { once: true });
}

function stop<Name extends Topic>(topic: Name, callback: Callback<Name>): void {
  const entry = watched.get(topic);
  entry?.callbacks.delete(callback);
  if (entry?.callbacks.size !== 0) return;
  watched.delete(topic);
  if (watched.size === 0) {
    port?.disconnect();
    port = undefined;
  }
}

function ask(topic: Topic): void {
  if (port === undefined) connect();
  else post(port, topic);
}

function connect(): void {
  if (watched.size === 0 || port !== undefined) return;
  if (!isExtensionAlive()) {
    deliver({ topic: 'connection', value: { state: 'updated' } });
    return;
  }
  const opened = browser.runtime.connect({ name: 'watch' });
  port = opened;
  opened.onMessage.addListener((update) => {
    retryMs = firstRetryMs;
    deliver(update as WatchUpdate);
  });
  opened.onDisconnect.addListener(() => {
    // Reading lastError keeps the browser from logging it as unchecked.
    void browser.runtime.lastError;
    if (port !== opened) return;
    port = undefined;
    setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  });
  for (const topic of watched.keys()) post(opened, topic);
}

/** When the port closes in this very moment, its disconnect event opens the next one, which asks for every topic. */
function post(to: Runtime.Port, topic: Topic): void {
  const message: WatchRequest = { watch: topic };
  sendOnPort(to, message);
}

function deliver(update: WatchUpdate): void {
  const entry = watched.get(update.topic);
  if (entry === undefined) return;
  const json = JSON.stringify(update.value);
  if (json === entry.json) return;
  entry.json = json;
  entry.value = update.value;
  for (const callback of entry.callbacks) callback(update.value as never);
}
