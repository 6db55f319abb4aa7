import { emojiOf } from './emoji-names.ts';
import { codeBlock, codeSpan, emphasise, escapeMarkdown, link, personMention, quote } from './markdown-text.ts';

/**
 * Slack's mrkdwn (docs.slack.dev/messaging/formatting-message-text) as Markdown: bold, italic, strike, code, lists,
 * quotes, links, people, channels, emoji. What is not formatting stays text.
 */
export function fromMrkdwn(text: string): string {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part, index) => (index % 2 === 1 ? `\n${codeBlock(plain(part.slice(3, -3)))}\n` : fromLines(part)))
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function fromLines(text: string): string {
  const lines = text.split('\n').map((line) => {
    const quoted = /^&gt;\s?(.*)$/.exec(line);
    if (quoted !== null) return quote(fromInline(quoted[1] ?? ''));
    const item = /^(\s*)•\s+(.*)$/.exec(line);
    return item === null ? fromInline(line) : `${item[1] ?? ''}- ${fromInline(item[2] ?? '')}`;
  });
  return lines.join('\n');
}

function fromInline(line: string): string {
  return line
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? codeSpan(plain(part.slice(1, -1))) : fromFormatted(part)))
    .join('');
}

const pairs = [
  { mark: '*', markdown: '**' },
  { mark: '_', markdown: '_' },
  { mark: '~', markdown: '~~' },
] as const;

/** So many formatted words of a line are read; people write fewer, and what apps write must not take seconds. */
const mostSpans = 500;

/** Formatting marks count only at the edges of words, as in Slack. */
function fromFormatted(text: string): string {
  let done = '';
  let rest = text;
  for (let count = 0; count < mostSpans; count++) {
    const first = findFirstSpan(rest);
    if (first === undefined) break;
    const inner = emphasise(fromFormatted(rest.slice(first.start + 1, first.end)), first.markdown);
    done += fromPlain(rest.slice(0, first.start)) + inner;
    rest = rest.slice(first.end + 1);
  }
  return done + fromPlain(rest);
}

function findFirstSpan(text: string): { start: number; end: number; markdown: string } | undefined {
  const found = pairs.flatMap(({ mark, markdown }) => {
    const span = findSpan(text, mark);
    return span === undefined ? [] : [{ ...span, markdown }];
  });
  return found.toSorted((a, b) => a.start - b.start)[0];
}

function findSpan(text: string, mark: string): { start: number; end: number } | undefined {
  const edge = `[\\p{L}\\p{N}${mark}]`;
  const pattern = new RegExp(`(?<!${edge})[${mark}](?=[^\\s${mark}])[^${mark}\\n]*?(?<=\\S)[${mark}](?!${edge})`, 'u');
  const outsideLinks = text.replace(/<[^<>]*>/g, (match) => 'x'.repeat(match.length));
  const found = pattern.exec(outsideLinks);
  return found === null ? undefined : { start: found.index, end: found.index + found[0].length - 1 };
}

function fromPlain(text: string): string {
  return text
    .split(/(<[^<>\n]+>)/)
    .map((part, index) => (index % 2 === 1 ? fromControl(part.slice(1, -1)) : withEmoji(escapeMarkdown(plain(part)))))
    .join('');
}

/** What stands between angle brackets: a person, a channel, a group, a date or a link. */
function fromControl(control: string): string {
  const [target = '', label = ''] = control.split(/\|(.*)/s);
  const text = plain(label);
  if (target.startsWith('@')) return personMention(target.slice(1), text.replace(/^@/, '') || target.slice(1));
  if (target.startsWith('#')) return escapeMarkdown(`#${text || target.slice(1)}`);
  if (target.startsWith('!subteam')) return escapeMarkdown(text || '@group');
  if (target.startsWith('!date')) return escapeMarkdown(text);
  if (target.startsWith('!')) return escapeMarkdown(`@${target.slice(1)}`);
  return link(plain(target), text);
}

/** Slack escapes only these three. */
export function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200B', '');
}

/** Known emoji names as emoji; others stay `:name:`. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:/g, (whole, name: string, tone?: string) => {
    const emoji = emojiOf(tone === undefined ? name : `${name}::skin-tone-${tone}`);
    return emoji.startsWith(':') ? whole : emoji;
  });
}
