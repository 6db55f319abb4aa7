import type { ImapFlow } from 'imapflow';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import { MailTrouble, type MailReader, type MailState } from '#server/ports/mail-reader.ts';
import { stateQuery, toState } from './imap-mail.ts';
import type { ImapSession } from './imap-session.ts';
import { readItemId } from './item-id.ts';
import { listMail } from './list-mail.ts';
import { beginChanges, readChanges } from './read-changes.ts';
import { readFolders } from './read-folders.ts';

/** A mail comes in pieces of this size, so that a large one need not be held whole. */
const pieceBytes = 1024 * 1024;
/** How long the folders' roles are believed. */
const rolesMs = 10 * 60_000;

/** One account's mail. IMAP has no threads of its own that anything here would ask for, and tells by IDLE alone. */
export function createImapReader(account: MailAccount, session: ImapSession): MailReader {
  const labels = labelsOf.get(session) ?? createLabels(session);
  labelsOf.set(session, labels);

  /** Opens a mail's folder and reads how it stands, then what `more` reads of it. */
  async function open<More>(
    id: string,
    more: (client: ImapFlow, uid: string) => Promise<More>,
  ): Promise<{ state: MailState; more: More }> {
    const { path, uid, uidValidity } = readItemId(id);
    const label = await labels(path);
    return session.runIn(path, { isFresh: true, readOnly: true }, async (client) => {
      const isSame = client.mailbox !== false && client.mailbox.uidValidity.toString() === uidValidity;
      const mail = isSame ? await client.fetchOne(`${uid}`, stateQuery, { uid: true }) : undefined;
      if (!mail) throw missing();
      return { state: toState(mail, label), more: await more(client, `${uid}`) };
    });
  }

  return {
    readAddress: async () => {
      await session.wake();
      return account.address;
    },
    begin: (from) => beginChanges(session, from),
    list: (options) => listMail(session, options),
    changes: (cursor, size) => readChanges(session, cursor, size),
    read: async (id, _known, hold) => {
      const { state, more } = await open(id, async (client, uid) => {
        const { content } = await client.download(uid, undefined, { uid: true, chunkSize: pieceBytes });
        if (content === undefined) throw missing();
        return hold(content);
      });
      return { raw: more, state };
    },
    state: async (id) => (await open(id, async () => undefined)).state,
    thread: async () => [],
    watch: async () => {
      throw new MailTrouble('refused', 'A mail server tells of changes over a connection alone.');
    },
    unwatch: async () => undefined,
  };
}

function missing(): MailTrouble {
  return new MailTrouble('missing', 'The mail server no longer has this mail.');
}

/** A reader is made for every step; what is known of the folders lasts as long as the connection. */
const labelsOf = new WeakMap<ImapSession, (path: string) => Promise<string>>();

/** A folder's label. One that is not read any more, the bin among them, counts as gone. */
function createLabels(session: ImapSession): (path: string) => Promise<string> {
  let known: { readonly at: number; readonly labels: Promise<ReadonlyMap<string, string>> } | undefined;
  return async (path) => {
    if (known === undefined || Date.now() - known.at > rolesMs) {
      const labels = readFolders(session).then((folders) => new Map(folders.map((each) => [each.path, each.label])));
      known = { at: Date.now(), labels };
      labels.catch(() => (known = undefined));
    }
    const label = (await known.labels).get(path);
    if (label === undefined) throw new MailTrouble('missing', 'The folder is gone.');
    return label;
  };
}
