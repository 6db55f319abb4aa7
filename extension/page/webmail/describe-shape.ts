// A sender can put attributes of any name into a mail, so only names that look like markup are told.
const TELLABLE_NAME = /^[a-z][a-z-]{0,30}$/;
const MAX_ELEMENTS = 1200;
const MAX_DEPTH = 40;

/** What a report says besides the skeleton: lines of plain facts, such as which selectors found something. */
export type ShapeOptions = {
  facts: readonly string[];
  /** Selectors by purpose; each is told with how often it matches and how many of those are rendered. */
  selectors: Readonly<Record<string, readonly string[]>>;
  /** Below these the skeleton stops: a mail's body. */
  opaque: string;
};

/**
 * The page's skeleton for a report: tag names and attribute names, nested. It holds no text, no addresses and no
 * attribute values except ARIA roles of the fixed kind.
 */
export function describeShape(root: Element, { facts, selectors, opaque }: ShapeOptions): string {
  const lines = [...facts];
  for (const [purpose, list] of Object.entries(selectors)) {
    for (const selector of list) lines.push(`${purpose}: ${selector} → ${countMatches(root, selector)}`);
  }
  lines.push('');
  let remaining = MAX_ELEMENTS;
  const visit = (element: Element, depth: number): void => {
    if (remaining <= 0 || depth > MAX_DEPTH) return;
    remaining -= 1;
    lines.push(`${' '.repeat(depth)}${describeElement(element)}`);
    if (element.matches(opaque)) return;
    for (const child of element.children) visit(child, depth + 1);
  };
  visit(root, 0);
  if (remaining <= 0) lines.push('(cut)');
  return lines.join('\n').slice(0, 59_000);
}

function countMatches(root: Element, selector: string): string {
  const found = [...root.ownerDocument.querySelectorAll(selector)];
  return `${found.length} (${found.filter((element) => element.checkVisibility()).length} shown)`;
}

function describeElement(element: Element): string {
  const tag = TELLABLE_NAME.test(element.localName) || /^h[1-6]$/.test(element.localName) ? element.localName : '?';
  const names = element
    .getAttributeNames()
    .map((name) => (TELLABLE_NAME.test(name) ? name : '?'))
    .toSorted();
  const role = TELLABLE_ROLES.has(element.getAttribute('role') ?? '') ? ` role=${element.getAttribute('role')}` : '';
  const hidden = element.checkVisibility() ? '' : ' (hidden)';
  return `${tag}${names.length > 0 ? `[${names.join(' ')}]` : ''}${role}${hidden}`;
}

const TELLABLE_ROLES = new Set(
  'main banner navigation list listitem listbox option heading row gridcell grid button link document region tree'.split(
    ' ',
  ),
);
