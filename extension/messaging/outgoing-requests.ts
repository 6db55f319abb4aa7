import type {
  OutgoingDraft,
  OutgoingKind,
  OutgoingLink,
  OutgoingMail,
  OutgoingSend,
  PreparedAnswer,
  Recipient,
} from '#shared/contract/outgoing-mail.ts';

/** What the customer's composer asks. The team's own words travel by other requests, and never by these. */
export interface OutgoingRequests {
  /** The mails to customers of a correspondence, or one's own that belong to none yet, with what became of each. */
  'outgoing.list': { from: 'view'; input: { correspondenceId: string | null }; output: OutgoingMail[] };
  /** What an answer begins with; stores nothing. */
  'outgoing.prepare': {
    from: 'view';
    input: { kind: OutgoingKind; emailId: string | null; contactId: string | null };
    output: PreparedAnswer;
  };
  /** Other addresses that a mailbox may write from. */
  'outgoing.aliases': { from: 'view'; input: { mailboxId: string }; output: Recipient[] };
  /** Contacts whom the beginning of a name or an address may mean. */
  'outgoing.complete': { from: 'view'; input: { text: string }; output: Recipient[] };
  'outgoing.save': { from: 'view'; input: OutgoingDraft; output: OutgoingMail };
  /** Queues the mail as it stands; the id makes a repeat harmless. */
  'outgoing.send': { from: 'view'; input: OutgoingSend; output: OutgoingMail };
  'outgoing.link': {
    from: 'view';
    input: { id: string; add: OutgoingLink[]; remove: OutgoingLink[] };
    output: OutgoingMail;
  };
  /** `confirm`: a person saw it in their Sent folder. `take-over`: a teammate's draft is in one's own hand from then on. */
  'outgoing.act': {
    from: 'view';
    input: { id: string; act: 'undo' | 'retry' | 'confirm' | 'discard' | 'restore' | 'take-over' };
    output: null;
  };
}
