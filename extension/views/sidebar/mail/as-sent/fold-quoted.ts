/** How mail programs mark what a mail quotes. */
const quotes =
  '.gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote, .zmail_extra, #divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container, blockquote[type="cite" i]';
/** Outlook marks where the quoted mail begins; all that follows belongs to it. */
const openEnded = '#divRplyFwdMsg, #appendonsend';
const forwarded = /^\W*(?:-{3,}|begin forwarded|forwarded message)/i;

/** Folds what a mail quotes behind `label`, answers between quotes stay. A mail that is only a quote or a forward stays whole. */
export function foldQuoted(body: HTMLElement, label: string): void {
  const found = [...body.querySelectorAll<HTMLElement>(quotes)];
  const outermost = found.filter((each) => !found.some((other) => other !== each && other.contains(each)));
  for (const quote of outermost) {
    if (!quote.isConnected && !body.contains(quote)) continue;
    if (!hasTextBefore(body, quote) || forwarded.test(quote.textContent.trim().slice(0, 60))) continue;
    fold(quote, quote.matches(openEnded) ? listFollowing(quote) : [quote], label);
  }
}

function fold(quote: HTMLElement, parts: readonly ChildNode[], label: string): void {
  const document = quote.ownerDocument;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = label;
  details.append(summary);
  quote.before(details);
  details.append(...parts);
}

function listFollowing(start: ChildNode): ChildNode[] {
  const parts: ChildNode[] = [];
  for (let node: ChildNode | null = start; node !== null; node = node.nextSibling) parts.push(node);
  return parts;
}

function hasTextBefore(body: HTMLElement, quote: HTMLElement): boolean {
  const range = body.ownerDocument.createRange();
  range.setStart(body, 0);
  range.setEndBefore(quote);
  return range.toString().trim() !== '';
}
