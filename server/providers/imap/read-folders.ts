import type { ListResponse } from 'imapflow';
import type { ImapSession } from './imap-session.ts';

/** A folder whose mail is read, as it stands now. */
export interface Folder {
  readonly path: string;
  /** `inbox` or `sent`, where it is one of these; else its path. */
  readonly label: string;
  readonly uidValidity: string;
  readonly uidNext: number;
  readonly messages: number;
  readonly unseen: number;
  /** HIGHESTMODSEQ (RFC 7162); null where the server keeps none. */
  readonly modseq: string | null;
}

/** Special uses (RFC 6154) that the port has a role for. */
const roles: Readonly<Record<string, string>> = { '\\Inbox': 'inbox', '\\Sent': 'sent' };

/** Left at the server, and what shows mails a second time. */
const leftOut = ['\\Junk', '\\Trash', '\\Drafts', '\\All', '\\Flagged'];

/** Every folder whose mail is read, the inbox first, then what was sent. One command where the server has LIST-STATUS. */
export async function readFolders(session: ImapSession): Promise<readonly Folder[]> {
  const statusQuery = { uidValidity: true, uidNext: true, messages: true, unseen: true, highestModseq: true };
  // What others did in the folder that is open here would not be counted otherwise.
  await session.wake();
  const listed = await session.run((client) => client.list({ statusQuery }));
  const ended = listed.filter(({ specialUse = '' }) => leftOut.includes(specialUse)).map(({ path }) => path);
  const isEnded = ({ path, delimiter }: ListResponse) =>
    ended.some((each) => path === each || path.startsWith(`${each}${delimiter}`));
  return listed
    .filter((folder) => !isEnded(folder) && !folder.flags.has('\\Noselect') && !folder.flags.has('\\NonExistent'))
    .flatMap(toFolder)
    .toSorted((one, other) => rank(one) - rank(other));
}

/** The folder that keeps what was sent; undefined where the server names none and none is called so. */
export async function findSentFolder(session: ImapSession): Promise<string | undefined> {
  const listed = await session.run((client) => client.list());
  return listed.find(({ specialUse }) => specialUse === '\\Sent')?.path;
}

function toFolder({ path, specialUse = '', status }: ListResponse): Folder[] {
  if (status?.uidValidity === undefined) return [];
  const { uidValidity, uidNext = 1, messages = 0, unseen = 0, highestModseq } = status;
  const hasModseq = highestModseq !== undefined && highestModseq > 0n;
  return [
    {
      path,
      label: roles[specialUse] ?? path,
      uidValidity: uidValidity.toString(),
      uidNext,
      messages,
      unseen,
      modseq: hasModseq ? highestModseq.toString() : null,
    },
  ];
}

function rank({ label }: Folder): number {
  return label === 'inbox' ? 0 : label === 'sent' ? 1 : 2;
}
