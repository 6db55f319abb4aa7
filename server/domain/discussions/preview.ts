const maxLength = 140;

/** The beginning of a message in one line of plain text: mentions as names, links as their words. */
export function previewOf(body: string): string {
  const plain = body
    .slice(0, maxLength * 4)
    .replace(/@\[([^\]\n]*)\]\((?:user|chat):[^)\s]*\)/g, '@$1')
    .replace(/!?\[([^\]\n]*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\s*(?:>|[-*+]|\d+\.|#{1,6})\s+/gm, '')
    .replace(/\*\*|__|`+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length <= maxLength ? plain : `${plain.slice(0, maxLength - 1).trimEnd()}…`.toWellFormed();
}
