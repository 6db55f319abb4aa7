import browser from 'webextension-polyfill';
import { ownUrl } from '../../messaging/own-url.ts';
import { webmailOrigins } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';
import { readStored } from '../stored.ts';
import { openInWebmail } from '../tabs/open-in-webmail.ts';
import { createDesktop, wantedKey } from './desktop.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { readShown, writeShown } from './shown.ts';

const dueKey = 'notifications-due';

/** Shows the signed-in person's mentions and assignments on this desktop, where they want it. */
export function startNotifier(core: Core): Notifier {
  const desktop = createDesktop();
  const notifier = createNotifier({
    desktop,
    claim: (localTime) => core.call((api) => api.notifications.claim.mutate({ localTime })),
    noteShown: (shown) => core.call((api) => api.notifications.noteShown.mutate(shown)),
    findUserId: () => core.session.find()?.view.user.id,
    readShown,
    writeShown,
    readDue: async () => (await readStored<number>(dueKey)) ?? null,
    writeDue: async (at) =>
      at === null ? browser.storage.local.remove(dueKey) : browser.storage.local.set({ [dueKey]: at }),
    listUrl: ownUrl('/inbox.html'),
    mailboxesUrl: ownUrl('/options.html#mailboxes'),
    open: (url) => open(core, url),
    now: () => new Date(core.now()),
  });
  desktop.watchClicks((id) => void core.ready.then(() => notifier.click(id)));
  browser.storage.local.onChanged.addListener((changes) => {
    if (changes[wantedKey]?.newValue === true) notifier.look();
  });
  core.changes.watch((change) => {
    if (change.kind === 'inbox') void compare(core, notifier);
    if (change.kind === 'assignments') void compareAssigned(core, notifier);
  });
  return notifier;
}

async function compare(core: Core, notifier: Notifier): Promise<void> {
  const scope = core.session.findScope();
  const inbox = scope === undefined ? undefined : await core.database.inboxes.get(scope);
  if (inbox !== undefined) notifier.compare(inbox.cards);
}

async function compareAssigned(core: Core, notifier: Notifier): Promise<void> {
  const scope = core.session.findScope();
  const row = scope === undefined ? undefined : await core.database.assignments.get(scope);
  if (row !== undefined) notifier.compareAssigned(row.assignments);
}

async function open(core: Core, url: string | null): Promise<void> {
  if (url !== null && webmailOrigins.has(new URL(url).origin)) return openInWebmail(core.tabs, core.mailboxes, url);
  await browser.tabs.create({ url: url ?? ownUrl('/popup.html') });
}
