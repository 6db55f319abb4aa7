import { z } from 'zod';
import { emojiOf } from './emoji-names.ts';
import { fromMrkdwn, withEmoji } from './from-mrkdwn.ts';
import { codeBlock, codeSpan, emphasise, escapeMarkdown, link, personMention, quote } from './markdown-text.ts';

const Style = z.object({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});

const Inline = z.object({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  name: z.string().optional(),
  unicode: z.string().optional(),
  skin_tone: z.number().optional(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  range: z.string().optional(),
  fallback: z.string().optional(),
  style: Style.optional().catch(undefined),
});
type Inline = z.infer<typeof Inline>;

const Section = z.object({ type: z.string(), elements: z.array(z.unknown()) });
const Element = z.object({
  type: z.string(),
  elements: z.array(z.unknown()).default([]),
  style: z.unknown().optional(),
  indent: z.number().int().min(0).max(10).default(0),
  offset: z.number().int().min(0).default(0),
});
const RichText = z.object({ type: z.literal('rich_text'), elements: z.array(Element) });

/**
 * A message's Markdown: from its rich text block, which is what people's messages have
 * (docs.slack.dev/reference/block-kit/blocks/rich-text-block), else from its text.
 */
export function readBody(message: { text?: string | undefined; blocks?: unknown }): string {
  const blocks = z.array(z.unknown()).safeParse(message.blocks);
  const rich = (blocks.data ?? []).map((block) => RichText.safeParse(block));
  if (rich.length === 0 || rich.some((each) => !each.success)) return fromMrkdwn(message.text ?? '');
  const parts = rich.flatMap((each) => each.data?.elements ?? []).map(fromElement);
  return joinParts(parts).trim();
}

interface Part {
  readonly kind: 'text' | 'list' | 'block';
  readonly markdown: string;
}

function joinParts(parts: readonly Part[]): string {
  return parts.reduce((whole, part, index) => {
    const before = parts[index - 1];
    if (before === undefined) return part.markdown;
    // Consecutive lists are one list with changing indentation.
    const gap = before.kind === 'list' && part.kind === 'list' ? '\n' : '\n\n';
    return whole.replace(/\n+$/, '') + gap + part.markdown;
  }, '');
}

function fromElement(element: z.infer<typeof Element>): Part {
  if (element.type === 'rich_text_preformatted')
    return { kind: 'block', markdown: codeBlock(plainOf(element.elements)) };
  if (element.type === 'rich_text_quote') return { kind: 'block', markdown: quote(inlinesOf(element.elements)) };
  if (element.type === 'rich_text_list') return { kind: 'list', markdown: fromList(element) };
  return { kind: 'text', markdown: inlinesOf(element.elements) };
}

function fromList({ elements, style, indent, offset }: z.infer<typeof Element>): string {
  const items = elements.map((item, index) => {
    const section = Section.safeParse(item);
    const mark = style === 'ordered' ? `${offset + index + 1}.` : '-';
    const text = inlinesOf(section.data?.elements ?? []).trim();
    return `${'    '.repeat(indent)}${mark} ${text.replaceAll('\n', `\n${'    '.repeat(indent)}  `)}`;
  });
  return items.join('\n');
}

function inlinesOf(elements: readonly unknown[]): string {
  return readInlines(elements).map(fromInline).join('');
}

function plainOf(elements: readonly unknown[]): string {
  return readInlines(elements)
    .map((each) => each.text ?? each.url ?? '')
    .join('');
}

function readInlines(elements: readonly unknown[]): Inline[] {
  return elements.flatMap((each) => {
    const inline = Inline.safeParse(each);
    return inline.success ? [inline.data] : [];
  });
}

function fromInline(inline: Inline): string {
  const text = inline.text ?? '';
  if (inline.type === 'text' && inline.style?.code === true) return codeSpan(text);
  return styled(contentOf(inline, text), inline.style);
}

function contentOf(inline: Inline, text: string): string {
  switch (inline.type) {
    case 'text':
      return withEmoji(escapeMarkdown(text));
    case 'link':
      return link(inline.url ?? '', text);
    case 'emoji':
      return fromEmoji(inline);
    case 'user':
      return personMention(inline.user_id ?? '', inline.user_id ?? '');
    case 'channel':
      return escapeMarkdown(`#${inline.channel_id ?? ''}`);
    case 'broadcast':
      return `@${inline.range ?? 'channel'}`;
    case 'usergroup':
      return '@group';
    default:
      return escapeMarkdown(inline.fallback ?? text);
  }
}

function fromEmoji({ name = '', unicode, skin_tone: tone }: Inline): string {
  if (unicode === undefined) return emojiOf(tone === undefined ? name : `${name}::skin-tone-${tone}`);
  const points = unicode.split('-').map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : `:${name}:`;
}

function styled(text: string, style: z.infer<typeof Style> | undefined): string {
  const bold = style?.bold === true ? emphasise(text, '**') : text;
  const italic = style?.italic === true ? emphasise(bold, '_') : bold;
  return style?.strike === true ? emphasise(italic, '~~') : italic;
}
