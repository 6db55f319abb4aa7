export interface ChatCard {
  readonly subject: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly companyName: string | null;
  readonly startedBy: string;
  /** Opens the thread in webmail; null when there is no link to give. */
  readonly url: string | null;
}

/** A customer's mail as a thread shows it. All of its text is plain and came from outside. */
export interface ChatMail {
  readonly kind: 'mail';
  readonly senderName: string;
  readonly senderAddress: string;
  readonly subject: string;
  /** What the mail says, without what it quotes; bounded. */
  readonly text: string;
  /** Files as names with sizes. */
  readonly files: readonly string[];
  /** Opens the thread in webmail; null when there is no link to give. */
  readonly url: string | null;
  /** Their size in all, as words, where they do not stand in the thread yet; null when there is nothing to show. */
  readonly filesToShow: string | null;
  /** What its buttons are about. */
  readonly subjectId: string;
  readonly isClosed: boolean;
  /** What holds now and who pressed what, in plain sentences. */
  readonly notes: readonly string[];
  /** When one can be reminded. */
  readonly reminders: readonly { readonly value: string; readonly label: string }[];
}

/** That the team answered. */
export interface ChatAnswer {
  readonly kind: 'answer';
  /** A sentence, plain. */
  readonly text: string;
  readonly url: string | null;
  /** What its button is about. */
  readonly subjectId: string;
  /** It can still be taken back. */
  readonly canUndo: boolean;
}

export type ChatNews = ChatMail | ChatAnswer;
