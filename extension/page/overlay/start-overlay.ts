import type { SeenEmail } from '#shared/contract/open-email.ts';
import type {
  AccountChoice,
  Input,
  InsertOutcome,
  OverlayCommand,
  OverlaySettings,
  OverlayTexts,
  Output,
  Result,
} from '../../messaging/protocol.ts';
import { makeRoom, type Room } from './make-room.ts';
import { mountSidebar, type Sidebar } from './mount-sidebar.ts';
import type { OverlayEnvironment, PageRequest } from './overlay-environment.ts';
import { showNotice } from './show-notice.ts';
import { DEFAULT_WIDTH } from './sidebar-layout.ts';
import { watchAdapter, type PageLosses } from './watch-adapter.ts';
import { whenMailPage } from './when-mail-page.ts';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
/** The page may take the sidebar out so often in the life of the tab; then it stays out. */
const MAX_REMOVALS = 5;

/**
 * Keeps the sidebar beside the mail: tells the worker what is open, each change once and in order, and mounts the one
 * frame when the worker says that this account has one. Holds no data of its own and no storage.
 */
export function startOverlay(environment: OverlayEnvironment): void {
  whenMailPage(environment.adapter, environment, () => keepSidebar(environment));
}

function keepSidebar(environment: OverlayEnvironment): void {
  const { adapter, window, watchCommands } = environment;
  const ending = new AbortController();
  const signal = AbortSignal.any([environment.signal, ending.signal]);
  let email: SeenEmail | undefined;
  let losses: PageLosses | undefined;
  let toldLosses = '';
  let toldEmail: SeenEmail | undefined;
  let greeted: { account: string | null } | undefined;
  let choice: AccountChoice = 'off';
  let dark: boolean | undefined;
  let toldDark: boolean | undefined;
  let settings: OverlaySettings = { width: DEFAULT_WIDTH, collapsed: false };
  let isAskOpen = false;
  let toldLayout = '';
  let sidebar: { view: Sidebar; unmount: AbortController } | undefined;
  let removals = 0;
  let isPumping = false;
  let retryMs = FIRST_RETRY_MS;
  let retryTimer: number | undefined;
  let room: Room | undefined;
  let texts: OverlayTexts | undefined;

  /** Brings the worker up to date, one request at a time: greeting, theme, layout, mail. */
  async function pump(): Promise<void> {
    if (isPumping) return;
    isPumping = true;
    let isFine = true;
    while (isFine && !signal.aborted) {
      const next = nextStep();
      if (next === undefined) break;
      isFine = await next();
    }
    isPumping = false;
    if (isFine) retryMs = FIRST_RETRY_MS;
    else retryLater();
  }

  function nextStep(): (() => Promise<boolean>) | undefined {
    if (email === undefined) return undefined;
    const { account } = email;
    const isKnown = account !== null || email.state === 'unreadable' || email.state === 'open';
    if (isKnown && (greeted === undefined || greeted.account !== account)) return () => greet(account);
    // Of an account that is switched off nothing is told, not even to our own worker.
    if (greeted === undefined || choice === 'off') return undefined;
    if (dark !== undefined && dark !== toldDark) return tellTheme;
    if (choice === 'on' && losses !== undefined && toldLosses !== JSON.stringify(losses)) return tellLosses;
    if (sidebar !== undefined && toldLayout !== JSON.stringify(layout())) return tellLayout;
    return email === toldEmail || choice !== 'on' ? undefined : tellEmail;
  }

  /** A request; once the extension was updated or removed under the page nothing of ours may stay in it. */
  async function request<Name extends PageRequest>(name: Name, input: Input<Name>): Promise<Result<Output<Name>>> {
    const answer = await environment.request(name, input);
    if (!answer.ok && answer.problem.code === 'gone') leave();
    return answer;
  }

  /** The new version starts with the page's next load: that is said once, to whoever had the sidebar. */
  function leave(): void {
    if (ending.signal.aborted) return;
    ending.abort();
    if (sidebar === undefined || choice !== 'on' || texts === undefined) return;
    showNotice({
      window,
      text: texts.updated,
      dismiss: texts.dismiss,
      side: room?.side() ?? 'right',
      dark: dark ?? false,
    });
  }

  async function greet(account: string | null): Promise<boolean> {
    const answer = await request('page.hello', { url: window.location.href, account });
    if (!answer.ok) return false;
    greeted = { account };
    toldEmail = undefined;
    toldDark = undefined;
    toldLayout = '';
    choice = answer.value.choice;
    texts = answer.value.texts;
    if (sidebar === undefined) settings = answer.value.settings;
    watch.useSelectors(answer.value.selectors);
    show(answer.value.nonce, answer.value.texts);
    return true;
  }

  async function tellEmail(): Promise<boolean> {
    const told = email;
    if (told === undefined) return true;
    const answer = await request('page.email', told);
    if (answer.ok) toldEmail = told;
    return answer.ok;
  }

  async function tellTheme(): Promise<boolean> {
    const told = dark ?? false;
    const answer = await request('page.theme', { dark: told });
    if (answer.ok) toldDark = told;
    return answer.ok;
  }

  async function tellLosses(): Promise<boolean> {
    const told = losses;
    if (told === undefined) return true;
    const answer = await request('page.losses', told);
    if (answer.ok) toldLosses = JSON.stringify(told);
    return answer.ok;
  }

  async function tellLayout(): Promise<boolean> {
    const told = layout();
    const answer = await request('page.layout', told);
    if (answer.ok) toldLayout = JSON.stringify(told);
    return answer.ok;
  }

  /** A worker that refuses may have forgotten this page: it is greeted again. */
  function retryLater(): void {
    greeted = undefined;
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(() => void pump(), retryMs);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  }

  /** Where nobody has decided yet the sidebar is a closed tab until somebody opens it. */
  function layout(): OverlaySettings {
    return choice === 'unasked' ? { ...settings, collapsed: !isAskOpen } : settings;
  }

  function show(nonce: string, words: OverlayTexts): void {
    if (choice === 'off') {
      sidebar?.unmount.abort();
      sidebar = undefined;
      return;
    }
    if (sidebar === undefined) mount(nonce, words);
    else sidebar.view.setLayout(layout());
  }

  function mount(nonce: string, words: OverlayTexts): void {
    const unmount = new AbortController();
    room ??= makeRoom({ window, signal, findLayoutBoxes: () => adapter.findLayoutBoxes(window.document) });
    const view = mountSidebar({
      window,
      signal: AbortSignal.any([signal, unmount.signal]),
      src: `${environment.sidebarUrl}#${nonce}`,
      room,
      texts: words,
      layout: layout(),
      dark: dark ?? false,
      onLayout: choose,
      onRemoved: remount,
      onGivenUp: () => unmount.abort(),
    });
    sidebar = { view, unmount };
  }

  /** A frame that was taken out has lost its document: a new one needs a new nonce. */
  function remount(): void {
    sidebar?.unmount.abort();
    removals += 1;
    if (removals > MAX_REMOVALS) return;
    sidebar = undefined;
    greeted = undefined;
    void pump();
  }

  function choose(next: Partial<OverlaySettings>): void {
    const { collapsed, width = settings.width } = next;
    if (choice === 'unasked' && collapsed !== undefined) isAskOpen = !collapsed;
    settings = { width, collapsed: choice === 'unasked' ? settings.collapsed : (collapsed ?? settings.collapsed) };
    sidebar?.view.setLayout(layout());
    void pump();
  }

  function obey(command: OverlayCommand): InsertOutcome | undefined {
    if (command.kind === 'insert-text') return adapter.insertText(command.text, window.document);
    if (command.kind === 'set') choose(command.settings);
    if (command.kind === 'focus-mail') adapter.focusMail(window.document);
    if (command.kind === 'navigate') adapter.openThread(command.url, window);
    if (command.kind === 'selectors') watch.useSelectors(command.selectors);
    if (command.kind === 'choice' && command.choice !== choice) {
      // The answer to a new greeting holds the choice, and the nonce that a first frame needs.
      greeted = undefined;
      void pump();
    }
    return undefined;
  }

  watchCommands(obey, { signal });
  // A page that the browser had kept was forgotten by the worker meanwhile.
  window.addEventListener(
    'pageshow',
    ({ persisted }) => {
      if (!persisted) return;
      greeted = undefined;
      void pump();
    },
    { signal },
  );
  const watch = watchAdapter({
    adapter,
    window,
    signal,
    onTheme(next) {
      dark = next;
      sidebar?.view.setTheme({ dark: next });
      void pump();
    },
    onSeen(seen) {
      email = seen.email;
      losses = seen.losses.kinds.length > 0 ? seen.losses : undefined;
      void pump();
    },
  });
}
