/** The block that Slack's own client adds to what a person types; `text` is Slack's markup. */
export function writeRichText(text: string): unknown[] {
  if (text === '') return [];
  const elements = text
    .split(/(<[^<>]+>)/)
    .filter((part) => part !== '')
    .map(readElement);
  return [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }];
}

function readElement(part: string): Record<string, unknown> {
  const [target = '', label] = /^<(.+)>$/s.exec(part)?.[1]?.split('|') ?? [];
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!')) return { type: 'broadcast', range: target.slice(1) };
  if (target !== '')
    return { type: 'link', url: unescapeText(target), ...(label ? { text: unescapeText(label) } : {}) };
  return { type: 'text', text: unescapeText(part) };
}

/** Undoes Slack's three escapes. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
