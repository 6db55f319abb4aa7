import { createContext, useContext } from 'react';
import type { Input, Output, RequestName, Result, Topic, Topics } from '#extension/messaging/protocol.ts';

/** The worker as a view sees it. */
export interface Messaging {
  request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Result<Output<Name>>>;
  watch<Name extends Topic>(
    topic: Name,
    callback: (value: Topics[Name]) => void,
    options: { signal: AbortSignal },
  ): void;
}

/** Small things a view keeps by itself (storage.local): drafts, snapshots, appearance. Survives worker and update. */
export interface ViewStorage {
  /** False where content scripts can read it (Firefox): then it is no place for copies of what the server said. */
  isPrivate: boolean;
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  watch(key: string, callback: (value: unknown) => void, options: { signal: AbortSignal }): void;
}

/** What only the browser's own extension interface can do. */
export interface Shell {
  /** Opens the popup where one signs in, or its page in a tab where a popup can't be opened. */
  openSignIn(): Promise<void>;
  openOptions(section: string | null): Promise<void>;
  /** The list of correspondences on a page of its own, with one of them open or none. */
  openInbox(correspondenceId: string | null): Promise<void>;
  /** Asks to reach a server's origin; must be called within the click. True when allowed. */
  askForOrigin(serverUrl: string): Promise<boolean>;
  /** Asks to show notifications; must be called within the click. True when allowed. */
  askForNotifications(): Promise<boolean>;
  mayNotify(): Promise<boolean>;
  /** The tab in front of this view's window, null when the browser does not say. */
  findActiveTab(): Promise<number | null>;
  /** Opens an address of the web, or one of our own pages (with a slash at its beginning), in a new tab. */
  openTab(url: string): Promise<void>;
  /** What this browser calls itself, and the extension's memory in bytes; for a report. */
  describeBrowser(): Promise<{ browser: string; storedBytes: number | null }>;
  /** The tab's zoom: 1 is 100 %. */
  readZoom(): Promise<number>;
  version: string;
}

/** Everything a view reaches outside itself, so that tests and the gallery can hand in their own. */
export interface Bridge {
  messaging: Messaging;
  storage: ViewStorage;
  shell: Shell;
}

export const BridgeContext = createContext<Bridge | null>(null);

/** The bridge of this view. Throws outside a `ViewRoot`. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('A view is rendered outside its ViewRoot.');
  return bridge;
}
