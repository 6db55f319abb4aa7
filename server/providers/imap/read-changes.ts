import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { z } from 'zod';
import { MailTrouble, type MailChanges, type MailTouch } from '#server/ports/mail-reader.ts';
import { isSince, stateQuery, toTouch } from './imap-mail.ts';
import type { ImapSession } from './imap-session.ts';
import { writeItemId } from './item-id.ts';
import { readFolders, type Folder } from './read-folders.ts';
import { readUids, without, writeUids } from './uid-set.ts';

/** A folder as it was when its changes were last read; `uids` and `unseen` as IMAP writes sets. */
const Seen = z.object({
  uidValidity: z.string(),
  uidNext: z.int(),
  messages: z.int(),
  modseq: z.string().nullable(),
  uids: z.string(),
  /** Kept where the server tells no flag changes (no CONDSTORE); else empty. */
  unseen: z.string(),
});
type Seen = z.infer<typeof Seen>;

/** IMAP has no one place from which changes are told: the cursor holds how each folder stood. */
const Cursor = z.object({ from: z.iso.datetime(), folders: z.record(z.string(), Seen) });

const none: Pick<Seen, 'uids' | 'unseen'> = { uids: '', unseen: '' };

/** A cursor that holds how every folder stands now. */
export async function beginChanges(session: ImapSession, from: Date): Promise<string> {
  const folders: Record<string, Seen> = {};
  for (const folder of await readFolders(session)) folders[folder.path] = await readStanding(session, folder, from);
  return writeCursor(from, folders);
}

function writeCursor(from: Date, folders: Readonly<Record<string, Seen>>): string {
  return JSON.stringify({ from: from.toISOString(), folders });
}

/**
 * What is new, changed or gone since the cursor, folder by folder until `size` is reached. A folder whose numbers are
 * the same is not opened. With QRESYNC the server names what changed and vanished, with CONDSTORE what changed
 * (RFC 7162); else sets are compared.
 * @throws MailTrouble 'cursor-lost' when a folder counts its mails anew (UIDVALIDITY).
 */
export async function readChanges(session: ImapSession, text: string, size: number): Promise<MailChanges> {
  const cursor = Cursor.parse(JSON.parse(text));
  const from = new Date(cursor.from);
  const now = await readFolders(session);
  const folders: Record<string, Seen> = { ...cursor.folders };
  const items = now.some(({ path }) => path === 'INBOX') ? removeEnded(folders, now) : [];
  for (const [at, folder] of now.entries()) {
    const known = folders[folder.path];
    if (known !== undefined && known.uidValidity !== folder.uidValidity)
      throw new MailTrouble('cursor-lost', 'The mail server counts a folder’s mails anew.');
    if (known !== undefined && isSame(known, folder)) continue;
    const found = await session.runIn(folder.path, { isFresh: true, readOnly: true }, (client, vanished) =>
      compare(client, vanished, folder, known, from),
    );
    items.push(...found.items);
    folders[folder.path] = found.seen;
    if (items.length >= size && at + 1 < now.length)
      return { items, cursor: writeCursor(from, folders), hasMore: true };
  }
  return { items, cursor: writeCursor(from, folders), hasMore: false };
}

/** Folders that are no longer read: everything in them is gone from there. */
function removeEnded(folders: Record<string, Seen>, now: readonly Folder[]): MailTouch[] {
  const ended = Object.entries(folders).filter(([path]) => !now.some((folder) => folder.path === path));
  return ended.flatMap(([path, { uidValidity, uids }]) => {
    delete folders[path];
    return [...readUids(uids)].map((uid) => toGone({ path, uidValidity }, uid));
  });
}

function toGone({ path, uidValidity }: Pick<Folder, 'path' | 'uidValidity'>, uid: number): MailTouch {
  return { id: writeItemId({ uidValidity, uid, path }), threadId: null, isGone: true };
}

/** Without modification sequences equal numbers prove nothing: one mail may be read and another be unread instead. */
function isSame(known: Seen, { uidNext, messages, modseq }: Folder): boolean {
  return modseq !== null && known.modseq === modseq && known.uidNext === uidNext && known.messages === messages;
}

async function readStanding(session: ImapSession, folder: Folder, from: Date): Promise<Seen> {
  if (folder.messages === 0) return toSeen(folder, none);
  return session.runIn(folder.path, { isFresh: true, readOnly: true }, async (client) =>
    toSeen(folder, {
      uids: writeUids(await search(client, { since: from })),
      unseen: folder.modseq === null ? writeUids(await search(client, { since: from, seen: false })) : '',
    }),
  );
}

function toSeen({ uidValidity, uidNext, messages, modseq }: Folder, sets: Pick<Seen, 'uids' | 'unseen'>): Seen {
  return { uidValidity, uidNext, messages, modseq, ...sets };
}

async function search(client: ImapFlow, query: { since: Date; seen?: boolean }): Promise<number[]> {
  return (await client.search(query, { uid: true })) || [];
}

/** The folder is open. What changes while this runs is told again the next time, since the numbers are from before. */
async function compare(
  client: ImapFlow,
  vanished: ReadonlySet<number>,
  folder: Folder,
  known: Seen | undefined,
  from: Date,
): Promise<{ items: MailTouch[]; seen: Seen }> {
  const before = readUids(known?.uids ?? '');
  const told = known?.modseq == null || folder.modseq === null ? undefined : await fetchSince(client, known.modseq);
  const isVanishingTold = told !== undefined && client.enabled.has('QRESYNC');
  const uids = isVanishingTold
    ? without(new Set([...before, ...told.filter((mail) => isSince(mail, from)).map(({ uid }) => uid)]), vanished)
    : new Set(await search(client, { since: from }));
  const unseen =
    folder.modseq === null ? new Set(await search(client, { since: from, seen: false })) : new Set<number>();
  const changed = told ?? (await fetchDifferent(client, { before, uids, unseen, wasUnseen: known?.unseen ?? '' }));
  return {
    items: [
      ...changed.filter(({ uid }) => uids.has(uid)).map((mail) => toTouch(mail, folder)),
      ...[...without(before, uids)].map((uid) => toGone(folder, uid)),
    ],
    seen: toSeen(folder, { uids: writeUids(uids), unseen: writeUids(unseen) }),
  };
}

function fetchSince(client: ImapFlow, modseq: string): Promise<FetchMessageObject[]> {
  return client.fetchAll('1:*', stateQuery, { uid: true, changedSince: BigInt(modseq) });
}

interface Difference {
  readonly before: ReadonlySet<number>;
  readonly uids: ReadonlySet<number>;
  readonly unseen: ReadonlySet<number>;
  readonly wasUnseen: string;
}

async function fetchDifferent(client: ImapFlow, { before, uids, unseen, wasUnseen }: Difference) {
  const unseenBefore = readUids(wasUnseen);
  const isNew = (uid: number) => !before.has(uid) || unseen.has(uid) !== unseenBefore.has(uid);
  const wanted = [...uids].filter(isNew);
  return wanted.length === 0 ? [] : client.fetchAll(writeUids(wanted), stateQuery, { uid: true });
}
