import { isNode, nameOf, type Node, parseSource, textOf } from './walk-source.ts';

/** One place where a text is asked for. */
export interface UsedText {
  readonly line: number;
  /** With `{}` for a part that is known only while running. */
  readonly key: string;
  /** Names of the values it is given; undefined where that can't be seen. */
  readonly values: readonly string[] | undefined;
  /** Asked for while the module loads. */
  readonly isTooEarly: boolean;
}

const textAttributes = new Set(['text']);
const keyShape = /^[a-z][\w-]*(?:\.(?:[\w-]|\{\})+)+$/i;

/** Every call of `t`, every `<RichText>`, and every string that has the shape of a key (kept to be asked for later). */
export function findUsedTexts(source: string): UsedText[] {
  const { body, lineOf } = parseSource(source);
  const found: UsedText[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, depth);
    else if (isNode(value)) visitNode(value, depth);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) visit(each, depth);
  };
  const visitNode = (node: Node, depth: number): void => {
    if (/^Import|^TsType/.test(node.type)) return;
    const inner = /Function|Method|Constructor|Getter|Class/.test(node.type) ? depth + 1 : depth;
    const isCall = node.type === 'CallExpression' && nameOf(node['callee']) === 't';
    if (isCall) {
      const [first, ...rest] = (node['arguments'] as { expression: Node }[]).map(({ expression }) => expression);
      const given = valuesOf(rest);
      for (const key of keysIn(first)) {
        found.push({ line: lineOf(node), key, values: given, isTooEarly: depth === 0 });
      }
      return visit(rest, inner);
    }
    if (node.type === 'JSXOpeningElement' && nameOf(node['name']) === 'RichText') {
      return (found.push(...richText(node, lineOf(node))), visit(node['attributes'], inner));
    }
    const text = textOf(node);
    if (text !== undefined && keyShape.test(text)) {
      found.push({ line: lineOf(node), key: text, values: undefined, isTooEarly: false });
    }
    for (const child of Object.values(node)) visit(child, inner);
  };
  visit(body, 0);
  return found;
}

/** The keys that the first argument may be: a string, a template, or a choice of them. */
function keysIn(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const text = textOf(node);
  if (text !== undefined) return [text];
  if (node.type === 'ParenthesisExpression') return keysIn(node['expression'] as Node);
  if (node.type !== 'ConditionalExpression') return [];
  return [...keysIn(node['consequent'] as Node), ...keysIn(node['alternate'] as Node)];
}

/** Names in the object literal among the arguments; none without one. */
function valuesOf(given: readonly Node[]): string[] | undefined {
  const object = given.find(({ type }) => type === 'ObjectExpression');
  if (object === undefined) return given.some(({ type }) => type === 'Identifier') ? undefined : [];
  return namesIn(object);
}

function namesIn(object: Node): string[] | undefined {
  const properties = object['properties'] as Node[];
  if (properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  return properties.map((property) => (property.type === 'Identifier' ? nameOf(property) : nameOf(property['key'])));
}

function richText(node: Node, line: number): UsedText[] {
  const attributes = (node['attributes'] as Node[]).filter(({ type }) => type === 'JSXAttribute');
  const valueOf = (name: string): Node | undefined => {
    const value = attributes.find((attribute) => nameOf(attribute['name']) === name)?.['value'];
    if (!isNode(value)) return undefined;
    return value.type === 'JSXExpressionContainer' ? (value['expression'] as Node) : value;
  };
  const values = valueOf('values');
  return [...textAttributes]
    .flatMap((name) => keysIn(valueOf(name)))
    .map((key) => ({
      line,
      key,
      values: values?.type === 'ObjectExpression' ? namesIn(values) : undefined,
      isTooEarly: false,
    }));
}
