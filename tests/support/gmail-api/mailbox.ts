/** A mail in the stand-in, as Gmail keeps it. */
export interface GmailMessage {
  readonly id: string;
  readonly threadId: string;
  readonly raw: Buffer;
  /** Milliseconds since 1970. */
  readonly internalDate: number;
  labelIds: string[];
}

type Kind = 'messagesAdded' | 'messagesDeleted' | 'labelsAdded' | 'labelsRemoved';

/** One thing that happened, as `history.list` tells it. */
export interface HistoryRecord {
  readonly id: number;
  readonly at: number;
  readonly kind: Kind;
  readonly message: { readonly id: string; readonly threadId: string; readonly labelIds: readonly string[] };
  readonly labelIds?: readonly string[];
}

export interface NewMail {
  readonly raw: string | Buffer;
  readonly labelIds?: readonly string[];
  readonly threadId?: string;
  readonly receivedAt?: Date;
}

let ids = 0x18c0_0000_0000;

/** One account with its mail and its history; tells whoever listens of each change. */
export class GmailMailbox {
  readonly address: string;
  readonly messages = new Map<string, GmailMessage>();
  readonly history: HistoryRecord[] = [];
  /** Records up to and with this one are forgotten. */
  forgottenUpTo = 0;
  historyId = 1000;
  isDisabled = false;
  /** Other addresses that it may (come to) write from. */
  sendAs: readonly { sendAsEmail: string; displayName: string; verificationStatus: 'accepted' | 'pending' }[] = [];
  watchExpiresAt: number | undefined;
  readonly #onChange: (mailbox: GmailMailbox) => void;

  constructor(address: string, onChange: (mailbox: GmailMailbox) => void) {
    this.address = address;
    this.#onChange = onChange;
  }

  deliver(mail: NewMail): GmailMessage {
    const id = (ids += 0x11).toString(16);
    const message = {
      id,
      threadId: mail.threadId ?? id,
      raw: Buffer.from(mail.raw),
      internalDate: (mail.receivedAt ?? new Date()).getTime(),
      labelIds: [...(mail.labelIds ?? ['INBOX', 'UNREAD'])],
    };
    this.messages.set(id, message);
    this.#record('messagesAdded', message);
    return message;
  }

  addLabels(id: string, ...labelIds: string[]): void {
    const message = this.get(id);
    message.labelIds = [...new Set([...message.labelIds, ...labelIds])];
    this.#record('labelsAdded', message, labelIds);
  }

  removeLabels(id: string, ...labelIds: string[]): void {
    const message = this.get(id);
    message.labelIds = message.labelIds.filter((label) => !labelIds.includes(label));
    this.#record('labelsRemoved', message, labelIds);
  }

  markRead(id: string): void {
    this.removeLabels(id, 'UNREAD');
  }

  moveToTrash(id: string): void {
    this.addLabels(id, 'TRASH');
  }

  /** Deletes for good. */
  remove(id: string): void {
    const message = this.get(id);
    this.messages.delete(id);
    this.#record('messagesDeleted', message);
  }

  /** Forgets history, as Gmail does after about a week and sometimes after hours. */
  forgetHistory(): void {
    this.forgottenUpTo = this.historyId;
    this.history.length = 0;
  }

  get(id: string): GmailMessage {
    const message = this.messages.get(id);
    if (message === undefined) throw new Error(`${this.address} has no mail ${id}`);
    return message;
  }

  #record(kind: Kind, { id, threadId, labelIds }: GmailMessage, changed?: string[]): void {
    // Ids grow by more than one, as Gmail's do.
    this.historyId += 1 + (this.historyId % 3);
    this.history.push({
      id: this.historyId,
      at: Date.now(),
      kind,
      message: { id, threadId, labelIds: [...labelIds] },
      ...(changed && { labelIds: changed }),
    });
    this.#onChange(this);
  }
}
