import { parseSync } from '@swc/core';

export type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly span?: { start: number } };

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** A TypeScript source as a tree (swc), and the line of each of its nodes. */
export function parseSource(source: string): { body: unknown; lineOf(node: Node): number } {
  const bytes = Buffer.from(source);
  const program = parseSync(source, { syntax: 'typescript', tsx: true });
  // swc counts bytes from the first token on, and through all the files of a process.
  const base = program.span.start - leadingBytes(source);
  return {
    body: program.body,
    lineOf: (node) =>
      bytes
        .subarray(0, (node.span?.start ?? base) - base)
        .toString()
        .split('\n').length,
  };
}

const leadingBytes = (source: string): number =>
  Buffer.byteLength(/^(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/)*/.exec(source)?.[0] ?? '');

/** What is written of a string or template, its holes as `{}`; undefined for anything else. */
export function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node['value']);
  if (node.type !== 'TemplateLiteral') return undefined;
  return (node['quasis'] as { cooked?: string }[]).map(({ cooked }) => cooked ?? '').join('{}');
}

/** `a.b` for an identifier or member, an empty string for anything else. */
export function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  if (value.type === 'MemberExpression') return `${nameOf(value['object'])}.${nameOf(value['property'])}`;
  return typeof value['value'] === 'string' ? value['value'] : '';
}
