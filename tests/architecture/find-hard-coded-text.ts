import { isNode, nameOf, type Node, parseSource, textOf } from './walk-source.ts';

export interface FoundText {
  readonly line: number;
  readonly text: string;
}

/** Attributes that a person sees or hears. */
const spokenAttributes = new Set(
  'aria-label aria-description aria-roledescription aria-valuetext title placeholder alt label note empty name'.split(
    ' ',
  ),
);
/** Calls whose words are for developers, or for machines. */
const silentCalls = /^(?:console\.\w+|Error|TypeError|joinClasses|describe|document\.\w+|URL)$/;

/** Two letters in a row: a word, and not a sign, a number or a key cap. */
const hasWord = (text: string): boolean => /\p{L}{2}/u.test(text.replaceAll(names, ''));
const names = /\b(?:Sidethread|Slack|Gmail|Outlook|Google|Microsoft|English|Deutsch|Esc)\b/g;
/** Words as a person writes them: they begin with a capital letter, or end like a sentence, and there are several. */
const isSentence = (text: string): boolean =>
  /^\p{Lu}[\p{L}’']*,? \S*\p{L}/u.test(text.trim()) || /\p{L}{2} \S*\p{L}{2}.*[.…?!’]$/u.test(text.trim());

/**
 * Text for people that stands in a source file instead of in the locale files: JSX text, spoken attributes, strings in
 * JSX children, and whole sentences anywhere. `t('a.key')` and developers' errors are none.
 */
export function findHardCodedText(source: string): FoundText[] {
  const { body, lineOf } = parseSource(source);
  const found: FoundText[] = [];

  const note = (node: Node, text: string): void => {
    found.push({ line: lineOf(node), text: text.trim() });
  };
  const visit = (value: unknown, isShown: boolean): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, isShown);
    else if (isNode(value)) visitNode(value, isShown);
    else if (typeof value === 'object' && value !== null) {
      // Arguments, properties and such are wrapped in objects without a type of their own.
      for (const each of Object.values(value)) visit(each, isShown);
    }
  };
  const visitNode = (node: Node, isShown: boolean): void => {
    if (/^Ts|^Import|^Export(?:All|Named)/.test(node.type) && !keepsValues.has(node.type)) return;
    if (node.type === 'JSXText' && hasWord(String(node['value']))) note(node, String(node['value']));
    const text = textOf(node);
    if (text !== undefined && (isShown ? hasWord(text) : isSentence(text))) note(node, text);
    if (node.type === 'JSXAttribute') return visit(node['value'], spokenAttributes.has(nameOf(node['name'])));
    if (isCall(node) && silentCalls.test(nameOf(node['callee']))) return;
    if (isCall(node) && /^(?:t|RichText)$/.test(nameOf(node['callee']))) return visit(restOf(node), false);
    for (const [key, child] of Object.entries(node)) visit(child, isShown && passesOn(node, key));
    if (node.type === 'JSXElement') for (const child of node['children'] as unknown[]) visitShown(child);
  };
  const visitShown = (child: unknown): void => {
    if (isNode(child) && child.type === 'JSXExpressionContainer') visit(child['expression'], true);
  };
  visit(body, false);
  return unique(found);
}

const keepsValues = new Set(['TsAsExpression', 'TsNonNullExpression', 'TsSatisfiesExpression', 'TsConstAssertion']);

const isCall = (node: Node): boolean => node.type === 'CallExpression' || node.type === 'NewExpression';
const restOf = (node: Node): unknown => (node['arguments'] as unknown[]).slice(1);

/** A shown expression shows what it may become: not what it compares, looks up, calls or hands to attributes. */
function passesOn(node: Node, key: string): boolean {
  if (node.type === 'ConditionalExpression') return key !== 'test';
  if (node.type === 'BinaryExpression') return node['operator'] === '+' || node['operator'] === '??';
  return ['TemplateLiteral', 'ParenthesisExpression', 'JSXExpressionContainer', 'ArrayExpression'].includes(node.type);
}

function unique(found: readonly FoundText[]): FoundText[] {
  const byPlace = new Map(found.map((each) => [`${each.line} ${each.text}`, each]));
  return [...byPlace.values()];
}
