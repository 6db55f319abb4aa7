import type { ThreadNode, ThreadReason } from './thread-email.ts';

/** Who belongs together and why: a union of sets that does not depend on the order in which links are found. */
export type ThreadLinks = {
  /** `child` is here because of `parent`, which precedes it. */
  link: (child: ThreadNode, parent: ThreadNode, reason: ThreadReason) => void;
  /** Both are here because of each other. */
  join: (left: ThreadNode, right: ThreadNode, reason: ThreadReason) => void;
  isTogether: (left: ThreadNode, right: ThreadNode) => boolean;
  rootOf: (node: ThreadNode) => number;
  reasonOf: (node: ThreadNode) => ThreadReason | undefined;
  parentOf: (node: ThreadNode) => number | undefined;
};

// A child's own word about its parent comes before what is concluded.
const RANK: readonly ThreadReason[] = [
  'answers an e-mail of the thread',
  'refers to an e-mail of the thread',
  'is a copy of an e-mail of the thread',
  'is the same e-mail under another id',
  'refers to the same missing e-mail',
  'is in the same thread of the mailbox',
  'has the same subject and people, close in time',
];

export function createThreadLinks(size: number): ThreadLinks {
  const roots = Array.from({ length: size }, (_, index) => index);
  const reasons = new Map<number, ThreadReason>();
  const parents = new Map<number, number>();

  const find = (index: number): number => {
    let root = index;
    while (roots[root] !== root) root = roots[root] ?? root;
    let at = index;
    while (roots[at] !== root) {
      const next = roots[at] ?? root;
      roots[at] = root;
      at = next;
    }
    return root;
  };
  const unite = (left: number, right: number): void => {
    const [low, high] = [find(left), find(right)].toSorted((a, b) => a - b);
    if (low !== undefined && high !== undefined) roots[high] = low;
  };
  const explain = (node: ThreadNode, reason: ThreadReason): void => {
    const known = reasons.get(node.index);
    if (known === undefined || RANK.indexOf(reason) < RANK.indexOf(known)) reasons.set(node.index, reason);
  };

  return {
    link: (child, parent, reason) => {
      unite(child.index, parent.index);
      explain(child, reason);
      if (!parents.has(child.index)) parents.set(child.index, parent.index);
    },
    join: (left, right, reason) => {
      unite(left.index, right.index);
      explain(left, reason);
      explain(right, reason);
    },
    isTogether: (left, right) => find(left.index) === find(right.index),
    rootOf: (node) => find(node.index),
    reasonOf: (node) => reasons.get(node.index),
    parentOf: (node) => parents.get(node.index),
  };
}
