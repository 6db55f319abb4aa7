/** The little of a Markdown tree (mdast) that is read and changed here. */
export interface MarkdownNode {
  type: string;
  value?: string;
  url?: string;
  alt?: string | null;
  checked?: boolean | null;
  children?: MarkdownNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
}

const mentionUrl = /^user:[0-9a-f-]{36}$/i;

/** Whether a link stands for a mention, written `@[Name](user:<id>)`. */
export const isMention = (url: string): boolean => mentionUrl.test(url);

/**
 * Remark plugin: takes the "@" before a mention into its link, tables back to their text, headings to bold lines,
 * images to their links' text. What remains is what a discussion may hold.
 */
export function simplifyMarkdown() {
  return (tree: MarkdownNode, file: { value?: unknown }) => {
    simplify(tree, String(file.value ?? ''));
  };
}

function simplify(node: MarkdownNode, source: string): void {
  if (node.children === undefined) return;
  node.children = node.children.map((child) => replace(child, source));
  takeMentionSigns(node.children);
  for (const child of node.children) simplify(child, source);
}

function replace(node: MarkdownNode, source: string): MarkdownNode {
  if (node.type === 'table') return { type: 'code', value: sourceOf(node, source) };
  if (node.type === 'image' || node.type === 'imageReference') return { type: 'text', value: sourceOf(node, source) };
  if (node.type === 'heading') {
    return { type: 'paragraph', children: [{ type: 'strong', children: node.children ?? [] }] };
  }
  if (node.type === 'listItem' && typeof node.checked === 'boolean') return withCheckMark(node, node.checked);
  return node;
}

function withCheckMark(node: MarkdownNode, checked: boolean): MarkdownNode {
  const [first, ...rest] = node.children ?? [];
  const mark: MarkdownNode = { type: 'text', value: checked ? '☑ ' : '☐ ' };
  if (first?.type !== 'paragraph') return { ...node, checked: null, children: [mark, ...(node.children ?? [])] };
  const marked = { ...first, children: [mark, ...(first.children ?? [])] };
  return { ...node, checked: null, children: [marked, ...rest] };
}

function takeMentionSigns(children: MarkdownNode[]): void {
  children.forEach((child, index) => {
    const before = children[index - 1];
    if (child.type !== 'link' || !isMention(child.url ?? '')) return;
    if (before?.type !== 'text' || before.value === undefined || !before.value.endsWith('@')) return;
    before.value = before.value.slice(0, -1);
  });
}

const sourceOf = (node: MarkdownNode, source: string): string =>
  source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
