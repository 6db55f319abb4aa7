import type { TabView } from '#extension/messaging/protocol.ts';

/** So many threads a sidebar can show again by itself. */
const mostRemembered = 50;

/** Names a thread within a tab; empty where none is open. */
export function keyOfThread(email: TabView['email']): string {
  return email?.state === 'open' ? `${email.account} ${email.thread.kind} ${email.thread.id}` : '';
}

/** What the sidebar showed of each thread, and which of them it shows before the worker has said so. */
export function createThreadMemory(): {
  anticipate(key: string): TabView | undefined;
  accept(tab: TabView): boolean;
  clear(): void;
} {
  const views = new Map<string, TabView>();
  let shown: TabView | undefined;
  let shownJson = '';
  let expected: string | undefined;

  function note(tab: TabView): void {
    shown = tab;
    shownJson = JSON.stringify(tab);
  }

  return {
    /** What to show of the thread that the page names now; undefined to wait for the worker. */
    anticipate(key) {
      const known = views.get(key);
      const isSame = shown !== undefined && keyOfThread(shown.email) === key;
      expected = known === undefined ? undefined : key;
      if (known === undefined || shown === undefined || isSame || shown.choice !== 'on') return undefined;
      note({ ...known, dark: shown.dark, overlay: shown.overlay });
      return shown;
    },
    /** Whether the worker's word is news and not about a thread that was left. */
    accept(tab) {
      const key = keyOfThread(tab.email);
      if (expected !== undefined && key !== expected) return false;
      expected = undefined;
      if (key !== '' && tab.correspondence !== null) {
        views.delete(key);
        views.set(key, tab);
        for (const [oldest] of views) if (views.size > mostRemembered) views.delete(oldest);
      }
      if (shown !== undefined && JSON.stringify(tab) === shownJson) return false;
      note(tab);
      return true;
    },
    /** Somebody else is signed in, or nobody. */
    clear: () => views.clear(),
  };
}
