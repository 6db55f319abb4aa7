export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends the server's own mail: sign-in links and invitations. Never mail to customers. */
export interface Mailer {
  /** Hands one mail to the mail server; throws when it did not take it. */
  send(mail: Mail): Promise<void>;
}
