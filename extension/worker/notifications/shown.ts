import browser from 'webextension-polyfill';

/** What a notification stands for: a message, an assignment, or that a mailbox has to be connected again. */
export type Covered = { discussionId: string; seq: number } | { assignmentId: string } | { mailboxId: string };

/** A notification on the desktop; `url`: where a click leads, null for the popup's page. */
export interface Shown {
  id: string;
  covers: Covered[];
  url: string | null;
}

const key = 'notifications';

/** What is on the desktop now. It ends with the browser, as the notifications themselves do. */
export async function readShown(): Promise<Shown[]> {
  const stored = await browser.storage.session.get(key);
  return (stored[key] as Shown[] | undefined) ?? [];
}

export async function writeShown(shown: readonly Shown[]): Promise<void> {
  await browser.storage.session.set({ [key]: shown });
}
