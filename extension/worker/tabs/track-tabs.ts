import browser from 'webextension-polyfill';
import type { OpenEmail, SeenEmail } from '#shared/contract/open-email.ts';
import { sendOverlayCommand } from '../../messaging/overlay-commands.ts';
import type { AccountChoice, OverlaySettings } from '../../messaging/protocol.ts';
import type { PageSender, ViewSender } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';
import { randomText } from '../session/pkce.ts';
import type { Opening } from '../sync/open-email.ts';
import type { TabState } from './tab-states.ts';
import { acceptWelcomed } from './welcome.ts';
import { createFactsMemory, type ThreadFacts } from './thread-facts.ts';

/** What happens in webmail tabs, from a content script's start to the tab's end. */
export interface TabTracker {
  hello(
    sender: PageSender,
    account: string | null,
  ): Promise<{ choice: AccountChoice; nonce: string; settings: OverlaySettings }>;
  /** The page shows another mail, or none. The last one told wins. */
  showEmail(sender: PageSender, email: SeenEmail): Promise<void>;
  /** Whether this page has said hello and is the tab's present document. */
  isKnownPage(sender: PageSender): boolean;
  pair(sender: ViewSender, nonce: string): Promise<boolean>;
  isPaired(sender: ViewSender): boolean;
  choose(account: string, choice: 'on' | 'off'): Promise<void>;
  /** Switches Sidethread on or off on a whole site, whatever was decided on its accounts. */
  setSite(origin: string, isOn: boolean): Promise<void>;
  /** Somebody else signed in, or another team was chosen: open threads are hashed and read anew. */
  restart(): Promise<void>;
}

/** How long the panel has the machine for itself when it shows what is cached. */
const paintFirstMs = 50;

/** Builds it, and forgets tabs when they close. */
export function createTabTracker(core: Core, opening: Opening): TabTracker {
  /** The last mail told per tab: hashing takes a moment, and an earlier one must not come after a later one. */
  const told = new Map<number, OpenEmail>();
  const memory = createFactsMemory();

  browser.tabs.onRemoved.addListener((tabId) => {
    told.delete(tabId);
    void core.ready.then(() => core.tabs.remove(tabId));
  });
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    if (status === 'complete') void core.ready.then(() => forgetLeft(tabId));
  });

  /** Nothing is kept of a mail whose page the tab has left: the page that came has nobody in it who answers. */
  async function forgetLeft(tabId: number): Promise<void> {
    const before = core.tabs.find(tabId);
    if (before === undefined || (await sendOverlayCommand(tabId, { kind: 'here' }))) return;
    // A page of ours that came just now has said hello.
    if (core.tabs.find(tabId)?.documentKey !== before.documentKey) return;
    told.delete(tabId);
    await core.tabs.update(tabId, { isAway: true, email: null, facts: null });
  }

  /** Hashes only where the person wants Sidethread, and only under a team's key. */
  async function readFacts(email: OpenEmail, origin: string): Promise<ThreadFacts | null> {
    const team = core.session.findTeam();
    const scope = core.session.findScope();
    if (email.state !== 'open' || team === undefined || scope === undefined) return null;
    if (core.choices.find(email.account, origin) !== 'on') return null;
    return memory.read(email, scope, team.hashKey);
  }

  /** What is cached is painted first; a mail that was left in the meantime is not asked for. */
  async function refresh(tabId: number, email: OpenEmail, facts: ThreadFacts): Promise<void> {
    const cached = await core.database.threads.get(facts.threadKey);
    const ask = (): void => {
      if (told.get(tabId) === email) void opening.refresh(facts);
    };
    if (cached === undefined) ask();
    else setTimeout(ask, paintFirstMs);
  }

  async function show(tabId: number, email: OpenEmail): Promise<void> {
    told.set(tabId, email);
    const greeted = core.tabs.find(tabId);
    if (greeted === undefined) return;
    const choiceBefore = core.choices.find(greeted.account, greeted.origin);
    await acceptWelcomed(core.choices, { tabId, origin: greeted.origin, account: email.account });
    const facts = await readFacts(email, greeted.origin);
    const before = core.tabs.find(tabId);
    if (told.get(tabId) !== email || before === undefined) return;
    const account = email.account ?? before.account;
    // The state in memory is new at once; the panel need not wait for the disk.
    const kept = core.tabs.update(tabId, { email, account, facts });
    if (facts !== null) void refresh(tabId, email, facts);
    const choice = core.choices.find(account, before.origin);
    if (choice !== choiceBefore) await sendOverlayCommand(tabId, { kind: 'choice', choice });
    await kept;
  }

  /** What was decided has changed for these tabs. */
  async function tellChoice(states: readonly TabState[]): Promise<void> {
    for (const { tabId, account, origin, email } of states) {
      await sendOverlayCommand(tabId, { kind: 'choice', choice: core.choices.find(account, origin) });
      if (email === null) core.changes.tell({ kind: 'tab', tabId });
      else await show(tabId, email);
    }
  }

  return {
    async hello(sender, account) {
      const before = core.tabs.find(sender.tabId);
      const isSameDocument = before?.documentKey === sender.documentKey;
      // A document that greets again before its frame has paired keeps its nonce: the frame may be loading with it.
      const nonce = (isSameDocument ? before.nonce : null) ?? randomText();
      const settings = core.overlay.get();
      const { origin } = new URL(sender.url);
      const fresh = { email: null, facts: null, paired: null, dark: false, account: null };
      const kept = isSameDocument ? before : fresh;
      await core.tabs.put({
        ...fresh,
        ...kept,
        tabId: sender.tabId,
        isAway: false,
        origin,
        documentKey: sender.documentKey,
        account: account ?? kept.account,
        overlay: settings,
        nonce,
      });
      await acceptWelcomed(core.choices, { tabId: sender.tabId, origin, account: account ?? kept.account });
      return { choice: core.choices.find(account ?? kept.account, origin), nonce, settings };
    },
    async showEmail({ tabId, url }, seen) {
      const email = core.mailboxes.complete(seen);
      if (core.choices.find(email.account, new URL(url).origin) === 'on') await core.mailboxes.learn(email);
      await show(tabId, email);
    },
    isKnownPage: (sender) => core.tabs.find(sender.tabId)?.documentKey === sender.documentKey,
    async pair(sender, nonce) {
      const state = sender.tabId === null ? undefined : core.tabs.find(sender.tabId);
      if (sender.surface !== 'sidebar' || state === undefined || state.nonce === null) return false;
      if (!isSameText(state.nonce, nonce)) return false;
      await core.tabs.update(state.tabId, { nonce: null, paired: sender.documentKey });
      return true;
    },
    isPaired: (sender) =>
      sender.surface === 'sidebar' &&
      sender.tabId !== null &&
      core.tabs.find(sender.tabId)?.paired === sender.documentKey,
    async choose(account, choice) {
      await core.choices.save(account, choice);
      await tellChoice(core.tabs.all().filter((state) => state.account?.toLowerCase() === account.toLowerCase()));
    },
    async setSite(origin, isOn) {
      await core.choices.setSite(origin, isOn);
      core.changes.tell({ kind: 'pages' });
      await tellChoice(core.tabs.all().filter((state) => state.origin === origin));
    },
    async restart() {
      for (const { tabId, email } of core.tabs.all()) {
        if (email !== null) await show(tabId, email);
      }
    },
  };
}

/** Takes as long for a near miss as for a far one. */
function isSameText(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
