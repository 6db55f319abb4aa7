import { groupThreads } from '#shared/email/threads/group-threads.ts';
import type { ThreadEmail, ThreadReason } from '#shared/email/threads/thread-email.ts';
import type { Group } from './apply-words.ts';
import type { Neighbour } from './load-neighbours.ts';

/** The groups that the mails' own headers, threads, subjects and people make. Subjects and people are hashes here. */
export function groupMails(mails: readonly Neighbour[]): readonly Group[] {
  const byKey = new Map(mails.flatMap((mail) => toThreadable(mail).map(({ key }) => [key, mail.id] as const)));
  const groups = groupThreads(mails.flatMap(toThreadable)).map(({ emails }) => [
    ...new Set(emails.flatMap(({ key }) => byKey.get(key) ?? [])),
  ]);
  return joinCopies(groups);
}

/** Why each mail is with the others, by its id. */
export function explainMails(mails: readonly Neighbour[]): ReadonlyMap<string, ThreadReason> {
  const reasons = groupThreads(mails.flatMap(toThreadable)).flatMap(({ emails }) => emails);
  const byKey = new Map(reasons.map(({ key, because }) => [key, because]));
  return new Map(mails.flatMap((mail) => [[mail.id, byKey.get(keyOf(mail, 0)) ?? 'starts the thread'] as const]));
}

/** A mail once for each of its copies' threads: what is a thread in one mailbox may be two in another. */
function toThreadable(mail: Neighbour): readonly ThreadEmail[] {
  const threads = mail.provider_threads.length === 0 ? [undefined] : mail.provider_threads;
  return threads.map((providerThread, at) => ({
    key: keyOf(mail, at),
    messageId: mail.message_id,
    inReplyTo: mail.in_reply_to[0] ?? null,
    parents: mail.in_reply_to,
    references: mail.reference_ids,
    subject: mail.is_reply ? `Re: ${mail.subject_hash}` : mail.subject_hash,
    from: [{ name: '', address: mail.sender_hash }],
    to: mail.recipient_hashes.map((address) => ({ name: '', address })),
    cc: [],
    date: new Date(mail.sent_at).toISOString(),
    content: mail.content_hash,
    providerThread,
  }));
}

function keyOf(mail: Neighbour, copy: number): string {
  return `${mail.id} ${copy}`;
}

/** A mail that is in several groups, by its copies, makes them one. */
function joinCopies(groups: readonly Group[]): readonly Group[] {
  const groupOf = new Map<string, Set<string>>();
  for (const group of groups) {
    const shared = new Set(group.flatMap((id) => groupOf.get(id) ?? []));
    const [first = new Set<string>(), ...rest] = shared;
    for (const id of [...group, ...rest.flatMap((other) => [...other])]) {
      first.add(id);
      groupOf.set(id, first);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}
