import { randomBytes } from 'node:crypto';
import { withFile } from './with-file.ts';

/** A mail in the stand-in. Its id stays the same when it is moved. */
export interface GraphMessage {
  readonly id: string;
  readonly conversationId: string;
  raw: Buffer;
  readonly receivedDateTime: string;
  isRead: boolean;
  isDraft: boolean;
  parentFolderId: string;
  categories: string[];
  /** The change after which it is as it is now. */
  changedAt: number;
}

export interface GraphFolder {
  readonly id: string;
  readonly name: string;
  parentId: string | undefined;
}

/** A mail that left a folder. */
interface Departure {
  readonly id: string;
  readonly folderId: string;
  readonly at: number;
}

export interface NewGraphMail {
  readonly raw: string | Buffer;
  /** A well-known name or an id; default inbox. */
  readonly folder?: string;
  readonly conversationId?: string;
  readonly receivedAt?: Date;
  readonly isRead?: boolean;
  readonly isDraft?: boolean;
}

export type GraphChange = 'created' | 'updated' | 'deleted';

const wellKnown = ['inbox', 'sentitems', 'junkemail', 'deleteditems', 'drafts', 'outbox'];

/** One account with its folders and mail; tells whoever listens of each change. */
export class GraphMailbox {
  readonly address: string;
  readonly folders = new Map<string, GraphFolder>();
  readonly messages = new Map<string, GraphMessage>();
  readonly departures: Departure[] = [];
  /** Counts changes; delta links carry it. */
  clock = 1;
  /** Delta links from before this change are no longer known. */
  forgottenBefore = 0;
  isDisabled = false;
  /** Accounts that its administrator gave full access to it. */
  readonly delegates = new Set<string>();
  readonly #onChange: (mailbox: GraphMailbox, change: GraphChange, id: string) => void;

  constructor(address: string, onChange: (mailbox: GraphMailbox, change: GraphChange, id: string) => void) {
    this.address = address;
    this.#onChange = onChange;
    for (const name of wellKnown) this.addFolder(name);
  }

  addFolder(name: string, parent?: string): GraphFolder {
    const id = `folder-${name}-${randomBytes(4).toString('hex')}`;
    const folder = { id, name, parentId: parent === undefined ? undefined : this.folder(parent).id };
    this.folders.set(id, folder);
    return folder;
  }

  /** By id or well-known name. */
  folder(idOrName: string): GraphFolder {
    const found = this.folders.get(idOrName) ?? [...this.folders.values()].find(({ name }) => name === idOrName);
    if (found === undefined) throw new Error(`${this.address} has no folder ${idOrName}`);
    return found;
  }

  deliver(mail: NewGraphMail): GraphMessage {
    const message: GraphMessage = {
      id: `AAkAL${randomBytes(12).toString('base64url')}=`,
      conversationId: mail.conversationId ?? `AAQkAG${randomBytes(8).toString('base64url')}=`,
      raw: Buffer.from(mail.raw),
      receivedDateTime: (mail.receivedAt ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z'),
      isRead: mail.isRead ?? false,
      isDraft: mail.isDraft ?? false,
      parentFolderId: this.folder(mail.folder ?? 'inbox').id,
      categories: [],
      changedAt: ++this.clock,
    };
    this.messages.set(message.id, message);
    this.#onChange(this, 'created', message.id);
    return message;
  }

  markRead(id: string): void {
    this.#change(id, (message) => {
      message.isRead = true;
    });
  }

  categorise(id: string, ...categories: string[]): void {
    this.#change(id, (message) => {
      message.categories = categories;
    });
  }

  move(id: string, folder: string): void {
    this.#change(id, (message) => {
      this.departures.push({ id, folderId: message.parentFolderId, at: this.clock });
      message.parentFolderId = this.folder(folder).id;
    });
  }

  attach(id: string, file: { name: string; contentType: string; bytes: Buffer }): void {
    this.#change(id, (message) => {
      message.raw = withFile(message.raw, file);
    });
  }

  /** A draft goes out: the same mail lies in Sent from then on. */
  send(id: string): void {
    this.#change(id, (message) => {
      message.isDraft = false;
    });
    this.move(id, 'sentitems');
  }

  moveToTrash(id: string): void {
    this.move(id, 'deleteditems');
  }

  /** Deletes for good. */
  remove(id: string): void {
    const message = this.get(id);
    this.departures.push({ id, folderId: message.parentFolderId, at: ++this.clock });
    this.messages.delete(id);
    this.#onChange(this, 'deleted', id);
  }

  /** Forgets every delta link given so far. */
  forgetDeltas(): void {
    this.forgottenBefore = ++this.clock;
  }

  get(id: string): GraphMessage {
    const message = this.messages.get(id);
    if (message === undefined) throw new Error(`${this.address} has no mail ${id}`);
    return message;
  }

  #change(id: string, apply: (message: GraphMessage) => void): void {
    const message = this.get(id);
    message.changedAt = ++this.clock;
    apply(message);
    this.#onChange(this, 'updated', id);
  }
}
