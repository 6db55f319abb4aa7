import { parseSubject } from '../subject.ts';
import { gatherById, joinCopies, joinRewritten, linkByHeaders } from './link-by-headers.ts';
import { describeNode, sharesAny } from './thread-email.ts';
import type { ThreadEmail, ThreadNode, ThreadReason } from './thread-email.ts';
import { createThreadLinks } from './thread-links.ts';
import type { ThreadLinks } from './thread-links.ts';

/** E-mails that belong together, each after the one it answers, otherwise oldest first. */
export type Thread = {
  /** Of the first e-mail, without prefixes such as `Re:`. */
  subject: string;
  emails: { key: string; because: ThreadReason }[];
};

// A subject that comes this often names no thread.
const MAX_CANDIDATES = 200;
const MAX_SUBJECT_GAP_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * Groups e-mails into threads, the same whatever order they come in: by Message-ID, In-Reply-To and References, then by
 * the provider's thread within one mailbox, and where neither leads to a mail that is here, an answer by subject together
 * with the people and at most 14 days. When in doubt, mails stay apart. Oldest thread first.
 */
export function groupThreads(emails: readonly ThreadEmail[]): Thread[] {
  const nodes = emails.toSorted(compareEmails).map(describeNode);
  const links = createThreadLinks(nodes.length);
  const byId = gatherById(nodes);
  joinCopies(byId, links);
  joinRewritten(nodes, links);
  linkByHeaders(nodes, byId, links);
  joinByProvider(nodes, links);
  linkBySubject(nodes, links);
  const groups = new Map<number, ThreadNode[]>();
  for (const node of nodes) addTo(groups, links.rootOf(node), node);
  return [...groups.values()].map((group) => toThread(group, links));
}

function joinByProvider(nodes: readonly ThreadNode[], links: ThreadLinks): void {
  const threads = new Map<string, ThreadNode>();
  for (const node of nodes) {
    const { providerThread } = node.email;
    if (providerThread === undefined) continue;
    const name = JSON.stringify([providerThread.mailbox, providerThread.id]);
    const first = threads.get(name);
    if (first === undefined) threads.set(name, node);
    else if (!links.isTogether(first, node)) links.join(first, node, 'is in the same thread of the mailbox');
  }
}

/** Oldest first, so that each answer finds what was joined before it. Two threads that fit alike are no answer. */
function linkBySubject(nodes: readonly ThreadNode[], links: ThreadLinks): void {
  const bySubject = new Map<string, ThreadNode[]>();
  for (const node of nodes) {
    if (node.subject === '' || Number.isNaN(node.time)) continue;
    const reason = links.reasonOf(node);
    if (node.isReply && (reason === undefined || reason === 'refers to the same missing e-mail')) {
      const fitting = listRecent(node, bySubject.get(node.subject) ?? []).filter((other) => isAnswer(node, other));
      const threads = new Set(fitting.map((other) => links.rootOf(other)));
      const parent = fitting.at(-1);
      if (threads.size === 1 && parent !== undefined) {
        links.link(node, parent, 'has the same subject and people, close in time');
      }
    }
    addTo(bySubject, node.subject, node);
  }
}

function listRecent(node: ThreadNode, earlier: readonly ThreadNode[]): readonly ThreadNode[] {
  return earlier.slice(-MAX_CANDIDATES).filter((other) => node.time - other.time <= MAX_SUBJECT_GAP_MS);
}

/** The answer goes to whoever wrote, or comes from a person it was sent to and goes on to the others. */
function isAnswer(answer: ThreadNode, earlier: ThreadNode): boolean {
  const isSenderKnown = sharesAny(answer.senders, earlier.people);
  return (
    isSenderKnown && (sharesAny(answer.recipients, earlier.senders) || sharesAny(answer.recipients, earlier.recipients))
  );
}

function addTo<Key>(groups: Map<Key, ThreadNode[]>, key: Key, node: ThreadNode): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [node]);
  else known.push(node);
}

function toThread(group: readonly ThreadNode[], links: ThreadLinks): Thread {
  const ordered = orderParentFirst(group, links);
  const [first] = ordered;
  return {
    subject: parseSubject(first?.email.subject ?? '').base,
    emails: ordered.map((node, position) => ({
      key: node.email.key,
      because: position === 0 ? 'starts the thread' : (links.reasonOf(node) ?? 'refers to an e-mail of the thread'),
    })),
  };
}

/** `group` comes oldest first; a mail whose clock runs behind still follows what it answers. */
function orderParentFirst(group: readonly ThreadNode[], links: ThreadLinks): ThreadNode[] {
  const byIndex = new Map(group.map((node) => [node.index, node]));
  const placed = new Set<number>();
  const ordered: ThreadNode[] = [];
  for (const node of group) {
    const chain: ThreadNode[] = [];
    const visited = new Set<number>();
    for (let at: ThreadNode | undefined = node; at !== undefined;) {
      if (placed.has(at.index) || visited.has(at.index)) break;
      visited.add(at.index);
      chain.push(at);
      const parent = links.parentOf(at);
      at = parent === undefined ? undefined : byIndex.get(parent);
    }
    for (const next of chain.toReversed()) {
      placed.add(next.index);
      ordered.push(next);
    }
  }
  return ordered;
}

/** Oldest first, those without a date last; the key decides where the dates agree. */
function compareEmails(left: ThreadEmail, right: ThreadEmail): number {
  const [leftTime, rightTime] = [timeOf(left), timeOf(right)];
  if (leftTime !== rightTime) return leftTime < rightTime ? -1 : 1;
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

function timeOf({ date }: ThreadEmail): number {
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
