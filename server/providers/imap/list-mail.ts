import { z } from 'zod';
import type { MailPage, MailTouch } from '#server/ports/mail-reader.ts';
import { isSince, stateQuery, toTouch } from './imap-mail.ts';
import type { ImapSession } from './imap-session.ts';
import { readFolders, type Folder } from './read-folders.ts';
import { writeUids } from './uid-set.ts';

/** Where a listing goes on: in this folder, below this UID; the sum of all is counted once. */
const Page = z.object({ path: z.string(), below: z.int(), estimate: z.int() });
type Page = z.infer<typeof Page>;

/** Mails since `from`: one folder after the other, the newest first in each. */
export async function listMail(
  session: ImapSession,
  { from, page, size }: { from: Date; page: string | null; size: number },
): Promise<MailPage> {
  const folders = await readFolders(session);
  const at = page === null ? await firstPage(session, folders, from) : Page.parse(JSON.parse(page));
  const index = folders.findIndex(({ path }) => path === at?.path);
  const folder = folders[index];
  if (at === undefined || folder === undefined) return { items: [], next: undefined, estimate: undefined };
  const { items, below } = await readPage(session, folder, { from, below: at.below, size });
  const next = below === undefined ? folders[index + 1]?.path : folder.path;
  return {
    items,
    next: next === undefined ? undefined : writePage({ ...at, path: next, below: below ?? Number.MAX_SAFE_INTEGER }),
    estimate: at.estimate,
  };
}

function writePage(page: Page): string {
  return JSON.stringify(page);
}

async function firstPage(session: ImapSession, folders: readonly Folder[], from: Date): Promise<Page | undefined> {
  const [first] = folders;
  if (first === undefined) return undefined;
  let estimate = 0;
  for (const folder of folders) estimate += (await searchSince(session, folder, from)).length;
  return { path: first.path, below: Number.MAX_SAFE_INTEGER, estimate };
}

async function searchSince(session: ImapSession, { path, messages }: Folder, since: Date): Promise<number[]> {
  if (messages === 0) return [];
  const options = { isFresh: true, readOnly: true };
  return session.runIn(path, options, async (client) => (await client.search({ since }, { uid: true })) || []);
}

/** `below`: under which UID this folder goes on; undefined at its end. */
async function readPage(
  session: ImapSession,
  folder: Folder,
  { from, below, size }: { from: Date; below: number; size: number },
): Promise<{ items: MailTouch[]; below: number | undefined }> {
  const found = (await searchSince(session, folder, from)).filter((uid) => uid < below);
  const wanted = found.toSorted((one, other) => other - one).slice(0, size);
  if (wanted.length === 0) return { items: [], below: undefined };
  const options = { isFresh: false, readOnly: true };
  const mails = await session.runIn(folder.path, options, (client) =>
    client.fetchAll(writeUids(wanted), stateQuery, { uid: true }),
  );
  return {
    items: mails
      .filter((mail) => isSince(mail, from))
      .toSorted((one, other) => other.uid - one.uid)
      .map((mail) => toTouch(mail, folder)),
    below: wanted.length < found.length ? wanted.at(-1) : undefined,
  };
}
