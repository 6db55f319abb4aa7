/**
 * A line as it is compared: lower-case, Unicode composed, one kind of space, without invisible characters, without the
 * asterisks that stand for bold, and with the entities of unescaped HTML read.
 */
export function plainLine(line: string): string {
  let text = line
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.includes('*')) text = text.replace(/\*+/g, '');
  if (text.includes('&'))
    text = text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&nbsp;/g, ' ');
  return text.trim().toLowerCase();
}

/** Whether the line carries the mark of quoted text. */
export function isQuotedLine(line: string): boolean {
  return /^[\s\u200b\ufeff]{0,4}[>＞]/.test(line);
}

export function isBlankLine(line: string): boolean {
  return /^[\s\p{Cf}]*$/u.test(line);
}
