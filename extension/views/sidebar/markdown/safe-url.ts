import { isMention } from './markdown-tree.ts';

const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address itself when a link may go there (http, https, mailto, or a mention), else an empty string. */
export function safeUrl(url: string): string {
  if (isMention(url)) return url;
  if (!URL.canParse(url)) return '';
  const parsed = new URL(url);
  return allowed.has(parsed.protocol) ? url : '';
}
