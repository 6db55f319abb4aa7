const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', nbsp: ' ' };
const IS_ASCII = /^[\x20-\x7e]*$/;

/**
 * A line as it is compared: lower-case, Unicode composed, one kind of space, without invisible characters, without the
 * asterisks that stand for bold, and with the entities of unescaped HTML read.
 */
export function plainLine(line: string): string {
  // Most lines are plain ASCII, where only white space can be uneven.
  const composed = IS_ASCII.test(line) ? line : line.normalize('NFC').replace(/\p{Cf}/gu, '');
  let text = composed.replace(/\s+/g, ' ').trim();
  if (text.includes('*')) text = text.replace(/\*+/g, '');
  if (text.includes('&')) text = text.replace(/&(lt|gt|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' ');
  return text.trim().toLowerCase();
}

/** Whether the line carries the mark of quoted text; `>>> Offer <<<` is an ornament. */
export function isQuotedLine(line: string): boolean {
  return /^[\s\u200b\ufeff]{0,4}(?:[>＞]|&gt;)/.test(line) && !/<{2,}\s*$/.test(line);
}

export function isBlankLine(line: string): boolean {
  return line === '' || /^[\s\p{Cf}]*$/u.test(line);
}
