import { Parser } from 'htmlparser2';

const BLOCKS = new Set(
  `address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2
  h3 h4 h5 h6 header hgroup html li main menu nav ol p pre section summary table tbody tfoot thead tr ul`.split(/\s+/),
);
// Those that stand a line apart from their neighbours.
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'pre', 'blockquote', 'table']);
const UNSEEN = new Set([
  'head',
  'style',
  'script',
  'title',
  'template',
  'noscript',
  'svg',
  'math',
  'object',
  'textarea',
  'select',
]);
const MAX_QUOTE_DEPTH = 50;
const MAX_DEPTH = 1000;
const CHUNK_LENGTH = 16_384;

/**
 * The text that a person reads in an HTML mail: a line per block, quoted blocks marked with `>`, a ruler as underscores,
 * nothing of what is not shown. Links keep their text, not their address.
 */
export function htmlToText(html: string): string {
  const writer = new TextWriter();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      ontext: (text) => writer.write(text),
      onclosetag: (name) => writer.close(name),
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  for (let at = 0; at < html.length; at += CHUNK_LENGTH) {
    parser.write(html.slice(at, at + CHUNK_LENGTH));
    // The parser's work grows with the depth of its stack, and nobody nests this deep in earnest.
    if (writer.depth > MAX_DEPTH) {
      writer.closeAll();
      parser.reset();
    }
  }
  parser.end();
  return writer.finish();
}

/** `items`: how many items of the list were begun. */
type Open = { name: string; isQuote: boolean; isHidden: boolean; items: number };

class TextWriter {
  readonly #lines: string[] = [];
  readonly #open: Open[] = [];
  #line: string[] = [];
  #length = 0;
  #depth = 0;
  #hidden = 0;
  #preformatted = 0;
  /** The depth of the empty line that stands before the next text; undefined where none does. */
  #gap: number | undefined;
  #endsInSpace = true;

  open(name: string, attributes: Record<string, string>): void {
    // An address that somebody forgot to escape: `Ann <ann@example.com>`.
    if (name.includes('@')) this.write(`<${name}>`);
    if (name === 'br') return this.#break();
    if (name === 'hr') return this.#rule();
    if (BLOCKS.has(name)) this.#endBlock(PARAGRAPHS.has(name));
    const isQuote = name === 'blockquote' && !isIndent(attributes['style']) && this.#depth < MAX_QUOTE_DEPTH;
    const isHidden = UNSEEN.has(name) || isUnseen(attributes);
    if (isHidden) this.#hidden += 1;
    if (isQuote) this.#depth += 1;
    if (name === 'pre') this.#preformatted += 1;
    if (name === 'li') this.write(this.#nextMark());
    this.#open.push({ name, isQuote, isHidden, items: 0 });
    if (name === 'td' || name === 'th') this.write(' ');
    if (/(?:^|\s)gmail_signature(?:\s|$)/.test(attributes['class'] ?? '')) this.#markSignature();
  }

  write(text: string): void {
    if (this.#hidden > 0) return;
    if (this.#preformatted > 0) return this.#writePreformatted(text);
    for (const [index, piece] of text.split(/[ \t\r\n\f]+/).entries()) {
      if (index > 0 && !this.#endsInSpace) this.#put(' ');
      if (piece !== '') this.#put(piece);
    }
  }

  close(name: string): void {
    if (name === 'br' || name === 'hr') return;
    const closed = this.#open.pop();
    if (closed?.isHidden === true) this.#hidden -= 1;
    if (BLOCKS.has(name)) this.#endBlock(PARAGRAPHS.has(name));
    if (closed?.isQuote === true) this.#depth -= 1;
    if (name === 'pre') this.#preformatted -= 1;
  }

  get depth(): number {
    return this.#open.length;
  }

  closeAll(): void {
    while (this.#open.length > 0) this.close(this.#open.at(-1)?.name ?? '');
  }

  finish(): string {
    this.#endBlock(false);
    return this.#lines
      .join('\n')
      .replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
      .trim();
  }

  /** Of a list's next item: its number where the list counts, else a dash. */
  #nextMark(): string {
    const list = this.#open.findLast(({ name }) => name === 'ol' || name === 'ul');
    if (list === undefined || list.name === 'ul') return '- ';
    list.items += 1;
    return `${list.items}. `;
  }

  #put(text: string): void {
    if (this.#gap !== undefined && this.#lines.length > 0) {
      this.#lines.push('>'.repeat(Math.min(this.#gap, this.#depth)));
    }
    this.#gap = undefined;
    this.#line.push(text);
    this.#length += text.length;
    this.#endsInSpace = text.endsWith(' ');
  }

  #writePreformatted(text: string): void {
    for (const [index, piece] of text.split(/\r\n|\r|\n/).entries()) {
      if (index > 0) this.#break();
      if (piece !== '') this.#put(piece);
    }
  }

  #break(): void {
    if (this.#hidden > 0) return;
    if (this.#length === 0) this.#put('');
    this.#flush();
  }

  #rule(): void {
    if (this.#hidden > 0) return;
    this.#endBlock(false);
    this.#put('________________________________');
    this.#flush();
  }

  #endBlock(isParagraph: boolean): void {
    if (this.#line.length > 0) this.#flush();
    if (isParagraph) this.#gap = Math.min(this.#gap ?? this.#depth, this.#depth);
  }

  #flush(): void {
    const text = this.#line.join('').replaceAll('\u00a0', ' ');
    this.#lines.push((this.#prefix() + (this.#preformatted > 0 ? text : text.trim())).trimEnd());
    this.#line = [];
    this.#length = 0;
    this.#endsInSpace = true;
  }

  #prefix(): string {
    return this.#depth === 0 ? '' : `${'>'.repeat(this.#depth)} `;
  }

  /** The separator is part of what the class marks in some mails, and stands above it in others. */
  #markSignature(): void {
    this.#endBlock(false);
    if (this.#lines.at(-1)?.trim() !== '--' && this.#hidden === 0) this.#lines.push(`${this.#prefix()}-- `);
  }
}

/** Blockquotes also serve to indent: those of mail composers say so in their style. */
function isIndent(style: string | undefined): boolean {
  return style !== undefined && /border(?:-left)?\s*:\s*(?:none|0)/i.test(style) && /margin[^;]*40px/i.test(style);
}

function isUnseen(attributes: Record<string, string>): boolean {
  return 'hidden' in attributes || /display\s*:\s*none|mso-hide\s*:\s*all/i.test(attributes['style'] ?? '');
}
