/** Plain text so that Markdown shows it as it is; only what would change its look is escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*]/g, '\\$&')
    .replace(/(^|[^\p{L}\p{N}])_(?=\S)|_(?![\p{L}\p{N}_])/gu, (match) => match.replace('_', '\\_'))
    .replace(/~~/g, '\\~\\~')
    .replace(/\[(?=[^\]\n]*\]\()/g, '\\[')
    .replace(/<(?=[a-z!/?])/gi, '\\<')
    .replace(/^(\s*)(#{1,6}(?=\s)|>|[-+](?=\s)|={3,}$|\|)/gm, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])(?=\s)/gm, '$1\\$2');
}

/** Text as inline code, however many backticks it holds. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Text as a code block. */
export function codeBlock(text: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}\n${text.replace(/^\n|\n$/g, '')}\n${fence}`;
}

/** A link; only web and mail addresses become one. */
export function link(url: string, label: string): string {
  if (!/^(?:https?:\/\/|mailto:)/i.test(url)) return escapeMarkdown(label);
  const target = url.replace(/[()\s<>\\]/g, (character) =>
    encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
  );
  return label === '' || label === url
    ? bareLink(url, target)
    : `[${escapeMarkdown(label).replace(/[[\]]/g, '\\$&')}](${target})`;
}

function bareLink(url: string, target: string): string {
  return url.startsWith('mailto:') ? `[${url.slice('mailto:'.length)}](${target})` : target;
}

/** Wraps text in a mark such as `**`, leaving spaces outside, as Markdown wants it. */
export function emphasise(text: string, mark: string): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return inner === '' ? text : `${before}${mark}${inner}${mark}${after}`;
}

/** A person of the chat. */
export function personMention(chatUserId: string, name: string): string {
  return `@[${name.replace(/[[\]\\]/g, '\\$&')}](chat:${chatUserId})`;
}

/** Puts `> ` before each line. */
export function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}
