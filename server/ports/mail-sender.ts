/** A mail that is ready to go. */
export interface MailToSend {
  /** Our own id, which also travels in the header `X-Sidethread-Id`. */
  readonly outgoingId: string;
  /** Without angle brackets. A provider may put another in its place. */
  readonly messageId: string;
  /** RFC 5322, with Bcc, which the provider takes out. */
  readonly raw: Uint8Array;
  /** Who it is from and goes to (RFC 5321), hosts in ASCII. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The same without its files. */
  readonly withoutFiles: Uint8Array;
  readonly files: readonly SentFile[];
  /** The provider's own id of the thread that it belongs to, where this mailbox has that thread. */
  readonly threadId: string | null;
}

export interface SentFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface SentMail {
  readonly providerId: string;
  readonly threadId: string | null;
  /** What is to be said of it all the same, as sentences: a recipient that was refused while others were not. */
  readonly note?: string;
}

/** What is known of a mail that was to be sent. */
export interface SearchFor {
  readonly outgoingId: string;
  readonly messageId: string;
  /** What `prepare` gave. */
  readonly preparedId: string | null;
  /** Not sent before. */
  readonly since: Date;
}

/**
 * One mailbox that mail goes out from, with one access token. Every method throws MailTrouble and nothing else that is
 * expected. After `unreachable` from `send` nobody knows whether it was sent; after every other kind it was not.
 */
export interface MailSender {
  /**
   * Lays the mail down where sending it twice is impossible, where the provider has such a place. Harmless to repeat:
   * nobody gets anything.
   * @returns an id to be kept before `send`, null where the provider has no such place.
   */
  prepare(mail: MailToSend): Promise<string | null>;
  send(mail: MailToSend, preparedId: string | null): Promise<SentMail>;
  /** Other addresses that mail may go out from under this account, proved to the provider; none where it has no such list. */
  listAliases(): Promise<readonly { readonly name: string; readonly address: string }[]>;
  /** Takes away what `prepare` laid down and nobody will send; never a mail that went out. Left out where nothing lies. */
  discard?(preparedId: string): Promise<void>;
  /** The mail if it was sent; undefined when it is not there (yet). */
  find(search: SearchFor): Promise<SentMail | undefined>;
}

/** The header by which our own mail is known again. */
export const ownIdHeader = 'X-Sidethread-Id';
