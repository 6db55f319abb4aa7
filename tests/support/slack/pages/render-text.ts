import { html, raw } from 'hono/html';
import { unescapeText } from '../rich-text.ts';
import type { Workspace } from '../workspace.ts';

export type Html = ReturnType<typeof html>;

const EMOJI: Record<string, string> = {
  '+1': '👍',
  thumbsup: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  eyes: '👀',
  tada: '🎉',
  heart: '❤️',
  joy: '😂',
  smile: '😄',
  smiley: '😃',
  slightly_smiling_face: '🙂',
  wink: '😉',
  thinking_face: '🤔',
  cry: '😢',
  pray: '🙏',
  clap: '👏',
  fire: '🔥',
  rocket: '🚀',
  wave: '👋',
  raised_hands: '🙌',
  ok_hand: '👌',
  x: '❌',
  warning: '⚠️',
  question: '❓',
  exclamation: '❗',
  bulb: '💡',
  phone: '☎️',
  email: '✉️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  star: '⭐',
  100: '💯',
  point_up: '☝️',
  muscle: '💪',
  coffee: '☕',
  bug: '🐛',
  lock: '🔒',
  truck: '🚚',
  package: '📦',
  memo: '📝',
  laughing: '😆',
  open_mouth: '😮',
  disappointed: '😞',
  relieved: '😌',
  partying_face: '🥳',
  sob: '😭',
  sweat_smile: '😅',
  handshake: '🤝',
};

/** An emoji by its name, or the name between colons where this page does not know it. */
export function renderEmoji(name: string): string {
  return EMOJI[name.split('::')[0] ?? name] ?? `:${name}:`;
}

/** Slack's markup as HTML: its escapes are undone first, then everything is escaped again. */
export function renderText(workspace: Workspace, text: string): Html {
  const whole: string[] = [];
  // Links and code stand aside while bold and italic are found, which may reach around them.
  const marked = text.split(/(```[\s\S]+?```|`[^`\n]+`|<[^<>\n]+>)/).map((part) => {
    const rendered = renderWhole(workspace, part);
    return rendered === undefined ? part : `\uE000${whole.push(String(rendered)) - 1}\uE001`;
  });
  const styled = styleText(marked.join(''));
  return html`${raw(styled.replaceAll(/\uE000(\d+)\uE001/g, (_, index: string) => whole[Number(index)] ?? ''))}`;
}

function renderWhole(workspace: Workspace, part: string): Html | undefined {
  if (part.startsWith('```') && part.length > 6) return html`<pre>${unescapeText(part.slice(3, -3))}</pre>`;
  if (part.startsWith('`') && part.length > 2) return html`<code>${unescapeText(part.slice(1, -1))}</code>`;
  return /^<.+>$/s.test(part) ? renderLink(workspace, part.slice(1, -1)) : undefined;
}

function styleText(text: string): string {
  return escape(unescapeText(text).replace(/:([a-z0-9_+-]+):/g, (_, name: string) => renderEmoji(name)))
    .replace(/(^|[\s(])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s).,!?:;])/gm, '$1<b>$2</b>')
    .replace(/(^|[\s(])_(\S(?:[^_\n]*\S)?)_(?=$|[\s).,!?:;])/gm, '$1<i>$2</i>')
    .replace(/(^|[\s(])~(\S(?:[^~\n]*\S)?)~(?=$|[\s).,!?:;])/gm, '$1<s>$2</s>')
    .replace(/^&gt; ?(.*)$/gm, '<span class="quote">$1</span>');
}

function renderLink(workspace: Workspace, body: string): Html {
  const [target = '', label] = body.split('|');
  if (target.startsWith('@'))
    return html`<span class="mention"
      >@${workspace.users.get(target.slice(1))?.displayName ?? label ?? target.slice(1)}</span
    >`;
  if (target.startsWith('#'))
    return html`<span class="mention"
      >#${workspace.channels.get(target.slice(1))?.name ?? label ?? target.slice(1)}</span
    >`;
  if (target.startsWith('!')) return html`<span class="mention">@${label ?? target.slice(1)}</span>`;
  const url = unescapeText(target);
  if (!/^(https?|mailto):/.test(url)) return html`${unescapeText(`<${body}>`)}`;
  return html`<a href="${url}" target="_blank" rel="noreferrer noopener">${unescapeText(label ?? target)}</a>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What a person typed, as Slack would store it: escaped, with @handles as mentions. */
export function readTyped(workspace: Workspace, text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/(^|\s)@([a-z0-9._-]+)/gi, (whole, before: string, handle: string) => {
    const user = workspace.findUser(handle);
    return user ? `${before}<@${user.id}>` : whole;
  });
}
