import { isAmongSamePeople, isPlausible, listPairs, sharesAny } from './thread-email.ts';
import type { ThreadNode } from './thread-email.ts';
import type { ThreadLinks } from './thread-links.ts';

/** The mails that carry each Message-ID. */
export type NodesById = ReadonlyMap<string, readonly ThreadNode[]>;

export function gatherById(nodes: readonly ThreadNode[]): NodesById {
  const byId = new Map<string, ThreadNode[]>();
  for (const node of nodes) {
    const { messageId } = node.email;
    if (messageId !== null && messageId !== '') addTo(byId, messageId, node);
  }
  return byId;
}

/** Mails of one id that say the same are copies; where they differ, the id was used twice and proves nothing. */
export function joinCopies(byId: NodesById, links: ThreadLinks): void {
  for (const nodes of byId.values()) {
    const copies = new Map<string, ThreadNode>();
    for (const node of nodes) {
      const first = copies.get(node.print);
      if (first === undefined) copies.set(node.print, node);
      else links.link(node, first, 'is a copy of an e-mail of the thread');
    }
  }
}

/** A gateway that writes a new Message-ID leaves author, people, subject, second and text as they were. */
export function joinRewritten(nodes: readonly ThreadNode[], links: ThreadLinks): void {
  const seen = new Map<string, ThreadNode>();
  for (const node of nodes) {
    const { content } = node.email;
    if (content === undefined || Number.isNaN(node.time) || node.recipients.size === 0) continue;
    const people = [...node.senders].toSorted().concat('', [...node.recipients].toSorted());
    const print = JSON.stringify([node.time, node.email.subject, people, content]);
    const first = seen.get(print);
    if (first === undefined) seen.set(print, node);
    else if (first.email.messageId !== node.email.messageId)
      links.link(node, first, 'is the same e-mail under another id');
    else if (node.email.messageId === null) links.link(node, first, 'is a copy of an e-mail of the thread');
  }
}

/**
 * Follows In-Reply-To and References (the cases of https://www.jwz.org/doc/threading.html), with one difference: each mail
 * is tied to its nearest known ancestor only, so that ids of other threads among its References tie nothing together.
 */
export function linkByHeaders(nodes: readonly ThreadNode[], byId: NodesById, links: ThreadLinks): void {
  const waiting = new Map<string, ThreadNode[]>();
  for (const node of nodes) {
    const missing = linkToAncestor(node, byId, links);
    for (const id of missing) addTo(waiting, id, node);
  }
  for (const [id, siblings] of waiting) joinSiblings(id, siblings, links);
  adoptOrphans(nodes, byId, links);
  joinUndecided(nodes, byId, links);
}

/** An id used for two mails leaves open which of them is answered, but not where, once both are in one thread. */
function joinUndecided(nodes: readonly ThreadNode[], byId: NodesById, links: ThreadLinks): void {
  for (const node of nodes) {
    if (links.parentOf(node) !== undefined) continue;
    const candidates = node.ancestors.map((id) => byId.get(id) ?? []).find((known) => known.length > 0) ?? [];
    const plausible = candidates.filter((candidate) => isPlausible(node, candidate));
    const [parent] = plausible;
    const roots = new Set(candidates.map((candidate) => links.rootOf(candidate)));
    if (parent !== undefined && roots.size === 1) links.link(node, parent, 'answers an e-mail of the thread');
  }
}

/** Ties a mail to its nearest ancestor here, and answers the nearer ones that are not here. */
function linkToAncestor(node: ThreadNode, byId: NodesById, links: ThreadLinks): string[] {
  const parent = findAncestor(node, byId);
  if (parent !== undefined) {
    const isDirect = parent.email.messageId === node.ancestors[0];
    links.link(node, parent, isDirect ? 'answers an e-mail of the thread' : 'refers to an e-mail of the thread');
  }
  const known = parent === undefined ? -1 : node.ancestors.indexOf(parent.email.messageId ?? '');
  const nearer = known === -1 ? node.ancestors : node.ancestors.slice(0, known);
  return nearer.filter((id) => !byId.has(id));
}

/** The nearest ancestor of the same subject, else the nearest that can be one at all. */
function findAncestor(node: ThreadNode, byId: NodesById): ThreadNode | undefined {
  let nearest: ThreadNode | undefined;
  for (const id of node.ancestors) {
    const [candidate] = chooseOne(node, byId.get(id) ?? []);
    if (candidate === undefined || !isPlausible(node, candidate)) continue;
    if (candidate.subject === node.subject) return candidate;
    nearest ??= candidate;
  }
  return nearest;
}

/** Of several mails under one id, the one that the answer fits; none where two fit alike. */
function chooseOne(node: ThreadNode, candidates: readonly ThreadNode[]): readonly ThreadNode[] {
  if (candidates.length <= 1) return candidates;
  const different = new Map(candidates.toReversed().map((candidate) => [candidate.print, candidate]));
  if (different.size === 1) return candidates.slice(0, 1);
  const all = [...different.values()];
  const bySubject = all.filter(({ subject }) => subject === node.subject);
  const fitting = (bySubject.length > 0 ? bySubject : all).filter(({ people }) => sharesAny(people, node.people));
  return fitting.length === 1 ? fitting : bySubject.length === 1 ? bySubject : [];
}

/**
 * Mails that refer to the same mail, which is not here: of one subject, or answers to it among the same people. Where
 * nothing is known of the people, the id alone has to do.
 */
function joinSiblings(id: string, siblings: readonly ThreadNode[], links: ThreadLinks): void {
  const bySubject = new Map<string, ThreadNode>();
  const byPair = new Map<string, ThreadNode>();
  const answers = siblings.filter((node) => node.ancestors[0] === id);
  const [anybody = ''] = answers.flatMap((node) => listPairs(node).slice(0, 1));
  for (const node of siblings) joinWith(bySubject, node.subject, node, links);
  for (const node of answers) {
    for (const pair of node.people.size === 0 ? [anybody] : listPairs(node)) joinWith(byPair, pair, node, links);
  }
}

function joinWith(known: Map<string, ThreadNode>, key: string, node: ThreadNode, links: ThreadLinks): void {
  const first = known.get(key);
  if (first === undefined) known.set(key, node);
  else links.join(first, node, 'refers to the same missing e-mail');
}

/** A mail that names no parent may have one all the same: References of a later mail tell, if the subject agrees. */
function adoptOrphans(nodes: readonly ThreadNode[], byId: NodesById, links: ThreadLinks): void {
  for (const { ancestors } of nodes) {
    for (const [index, id] of ancestors.entries()) {
      const orphan = onlyOne(byId.get(id));
      if (orphan === undefined || orphan.ancestors.length > 0) continue;
      const elder = ancestors.slice(index + 1).map((older) => onlyOne(byId.get(older)));
      const parent = elder.find((other) => other !== undefined && other !== orphan && other.subject === orphan.subject);
      if (parent !== undefined && isAmongSamePeople(orphan, parent))
        links.link(orphan, parent, 'refers to an e-mail of the thread');
    }
  }
}

function onlyOne(nodes: readonly ThreadNode[] | undefined): ThreadNode | undefined {
  return nodes !== undefined && nodes.every(({ print }) => print === nodes[0]?.print) ? nodes[0] : undefined;
}

function addTo(map: Map<string, ThreadNode[]>, key: string, node: ThreadNode): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [node]);
  else known.push(node);
}
