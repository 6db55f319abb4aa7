import type { OutgoingDraft, OutgoingKind, OutgoingMail, PreparedAnswer } from '#shared/contract/outgoing-mail.ts';

/** What the customer's composer asks. The team's own words travel by other requests, and never by these. */
export interface OutgoingRequests {
  /** The mails to customers of a correspondence, with what became of each. */
  'outgoing.list': { from: 'view'; input: { correspondenceId: string }; output: OutgoingMail[] };
  /** What an answer begins with; stores nothing. */
  'outgoing.prepare': { from: 'view'; input: { kind: OutgoingKind; emailId: string | null }; output: PreparedAnswer };
  'outgoing.save': { from: 'view'; input: OutgoingDraft; output: OutgoingMail };
  /** Queues the mail as it stands; the id makes a repeat harmless. */
  'outgoing.send': { from: 'view'; input: OutgoingDraft; output: OutgoingMail };
  /** `confirm`: a person saw it in their Sent folder. `take-over`: a teammate's draft is in one's own hand from then on. */
  'outgoing.act': {
    from: 'view';
    input: { id: string; act: 'undo' | 'retry' | 'confirm' | 'discard' | 'restore' | 'take-over' };
    output: null;
  };
}
