/** One thing that a mailbox's owner said about sharing. */
export interface SharingRule {
  readonly id: string;
  readonly kind: 'contacts' | 'address' | 'domain' | 'thread' | 'all';
  /** The keyed hash of an address or a domain, the provider's thread id, or ''. */
  readonly value: string;
  readonly isNever: boolean;
  readonly includesFreeMail: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  /** Accepted with a rule for the whole team. */
  readonly isOfTeam: boolean;
}

/** Somebody in a mail who is not of the team, without their address. */
export interface Party {
  readonly addressHash: string;
  /** Of their domain and of those it lies in. */
  readonly domainHashes: readonly string[];
  readonly isFreeMail: boolean;
}

/** What sharing depends on. */
export interface SharingFacts {
  readonly threadId: string | null;
  /** Everybody named in the mail who is not of the team. */
  readonly outsiders: readonly Party[];
  /** Who wrote it, or to whom the team wrote: these decide whether it is free mail. */
  readonly counterparts: readonly Party[];
  /** Contacts among the outsiders, with when and by whom they were saved. */
  readonly contacts: readonly { readonly savedAt: Date; readonly savedBy: string }[];
  readonly receivedAt: Date;
  /** Marked private, personal or confidential (RFC 4021 `Sensitivity`). */
  readonly isConfidential: boolean;
}

/**
 * The rule for which a mail is shared, or undefined: it stays private. A never wins over everything. Naming a thread
 * or an address shares also what the broader rules leave out: people at free-mail providers; only naming the thread
 * shares what is marked confidential.
 */
export function decideSharing(rules: readonly SharingRule[], facts: SharingFacts): SharingRule | undefined {
  const fitting = rules.filter((rule) => isAbout(rule, facts));
  if (fitting.some(({ isNever }) => isNever)) return undefined;
  const thread = fitting.find(({ kind }) => kind === 'thread');
  if (thread !== undefined || facts.isConfidential) return thread;
  const isFreeMail = facts.counterparts.some((party) => party.isFreeMail);
  return fitting.find(({ kind }) => kind === 'address') ?? fitting.find((rule) => rule.includesFreeMail || !isFreeMail);
}

/** Whether a rule says that a mail stays private whatever else is said. */
export function isKeptPrivate(rules: readonly SharingRule[], facts: SharingFacts): boolean {
  return rules.some((rule) => rule.isNever && isAbout(rule, facts));
}

function isAbout(rule: SharingRule, facts: SharingFacts): boolean {
  switch (rule.kind) {
    case 'thread':
      return facts.threadId === rule.value;
    case 'address':
      return facts.outsiders.some(({ addressHash }) => addressHash === rule.value);
    case 'domain':
      return facts.outsiders.some(({ domainHashes }) => domainHashes.includes(rule.value));
    case 'contacts':
      return facts.contacts.some((contact) => mayShareFor(contact, rule, facts));
    case 'all':
      return true;
  }
}

/** A contact that a teammate saved after the owner confirmed counts for what comes from then on, never for the past. */
function mayShareFor(contact: SharingFacts['contacts'][number], rule: SharingRule, facts: SharingFacts): boolean {
  return contact.savedBy === rule.createdBy || contact.savedAt <= rule.createdAt || contact.savedAt <= facts.receivedAt;
}
