import { slackifyMarkdown } from 'slackify-markdown';

// Private-use characters stand for what must survive the Markdown parser untouched; the text's own are dropped first.
const ampersand = '\u{F0000}';
const less = '\u{F0001}';
const greater = '\u{F0002}';
const mentionOpen = '\u{F0003}';
const mentionClose = '\u{F0004}';
const ownMarks = /[\u{F0000}-\u{F0004}]/gu;
const encodedMarks = /%F3%B0%80%8([0-4])/gi;

/** `@[Name](chat:U1)`, where the name may hold escaped brackets. */
const mention = /@\[((?:[^\]\\]|\\.){0,300})\]\(chat:([A-Z0-9]{2,20})\)/g;
/** `@[Name](user:<id>)` of somebody who is not in the chat. */
const foreignMention = /@\[((?:[^\]\\]|\\.){0,300})\]\(user:[^)]*\)/g;
/** Words that call a whole channel; a zero-width space after the @ makes them words like any other. */
const broadcast = /@(?=(?:channel|here|everyone|group)\b)/gi;
const zeroWidthSpace = '\u200B';

/**
 * Markdown in our dialect as Slack's mrkdwn. Nothing in it can mention a channel, a group or a person except
 * `@[Name](chat:<id>)`; `&`, `<` and `>` are always escaped, in code too.
 */
export function toMrkdwn(markdown: string): string {
  const people: string[] = [];
  const prepared = markdown
    .replace(ownMarks, '')
    .replace(mention, (_, _name: string, id: string) => `${mentionOpen}${people.push(id) - 1}${mentionClose}`)
    .replace(foreignMention, (_, name: string) => `@${name.replace(/\\(.)/g, '$1')}`)
    .replace(/<(https?:\/\/[^\s<>]+)>/g, '$1')
    .replaceAll('&', ampersand)
    .replaceAll('<', less);
  const converted = convert(protectGreater(prepared))
    .replace(encodedMarks, (_, index: string) => String.fromCodePoint(0xf0000 + Number(index)))
    .replace(broadcast, `@${zeroWidthSpace}`)
    .replaceAll(ampersand, '&amp;')
    .replaceAll(less, '&lt;')
    .replaceAll(greater, '&gt;')
    .replace(
      new RegExp(`${mentionOpen}(\\d+)${mentionClose}`, 'gu'),
      (_, index: string) => `<@${people[Number(index)]}>`,
    );
  return tidy(converted).trim();
}

/** Plain text in mrkdwn: shown as it is, mentioning nobody. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(broadcast, `@${zeroWidthSpace}`);
}

/** Only a `>` that begins a line quotes; all others are text. */
function protectGreater(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const quote = /^(?:\s{0,3}>)+\s?/.exec(line)?.[0] ?? '';
      return quote + line.slice(quote.length).replaceAll('>', greater);
    })
    .join('\n');
}

/** The parser's time grows with the square of a text's marks, so one with more than anybody writes is left as it is. */
const mostMarks = 1_500;

function convert(markdown: string): string {
  if ((markdown.match(/[*_~`[\]>]/g)?.length ?? 0) > mostMarks) return markdown.replaceAll('>', greater);
  try {
    return slackifyMarkdown(markdown);
  } catch (error) {
    // Its URL check throws on a malformed percent sign, and deep quotes pass its stack; such text is shown as written.
    if (error instanceof URIError || error instanceof RangeError) return markdown.replaceAll('>', greater);
    throw error;
  }
}

/**
 * The converter puts zero-width spaces around bold and italic, where only within a word are they needed, wide gaps
 * after list marks, and bare addresses behind a label of their own.
 */
function tidy(text: string): string {
  return text
    .replace(/^(\s*(?:•|\d+\.)) {2,}/gm, '$1 ')
    .replace(/<([^|<>]+)\|\1>/g, '<$1>')
    .replace(/(^|[\s(])\u200B(?=[*_~])/gm, '$1')
    .replace(/([*_~])\u200B(?=$|[\s).,;:!?])/gm, '$1');
}

/** Cuts mrkdwn into parts of at most `most` characters, between lines where it can, keeping code blocks closed. */
export function splitMrkdwn(text: string, most: number): string[] {
  const parts: string[] = [];
  let part = '';
  let isCode = false;
  for (const line of text.split('\n').flatMap((each) => cutLine(each, most - 10))) {
    const fits = part.length + line.length + 5 <= most;
    if (!fits && part !== '') {
      parts.push(isCode ? `${part}\n\`\`\`` : part);
      part = isCode ? '```' : '';
    }
    part = part === '' ? line : `${part}\n${line}`;
    if (line.split('```').length % 2 === 0) isCode = !isCode;
  }
  if (part !== '') parts.push(part);
  return parts.filter((each) => each.trim() !== '');
}

function cutLine(line: string, most: number): string[] {
  if (line.length <= most) return [line];
  const space = line.lastIndexOf(' ', most);
  const escape = line.slice(0, most).lastIndexOf('&');
  const isInEscape = escape > most - 6 && !line.slice(escape, most).includes(';');
  const hard = isInEscape ? escape : most;
  const cut = space > most / 2 ? space : isLowSurrogate(line, hard) ? hard - 1 : hard;
  return [line.slice(0, cut), ...cutLine(line.slice(cut).trimStart(), most)];
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
