/**
 * Joins the lines that format=flowed broke (RFC 3676 §4): a line ending in a space goes on in the next one of the same
 * quote depth, except the signature's separator. With DelSp the space itself goes too. Expects LF line ends.
 */
export function joinFlowed(text: string, isDelSp: boolean): string {
  const out: string[] = [];
  let paragraph: { depth: number; parts: string[] } | undefined;
  const finish = (): void => {
    if (paragraph !== undefined) out.push(withDepth(paragraph.depth, paragraph.parts.join('')));
    paragraph = undefined;
  };
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    if (paragraph !== undefined && paragraph.depth !== depth) finish();
    if (content === '-- ') {
      finish();
      out.push(withDepth(depth, content));
      continue;
    }
    paragraph ??= { depth, parts: [] };
    const isFlowed = content.endsWith(' ');
    paragraph.parts.push(isFlowed && isDelSp ? content.slice(0, -1) : content);
    if (!isFlowed) finish();
  }
  finish();
  return out.join('\n');
}

function withDepth(depth: number, content: string): string {
  return depth === 0 ? content : `${'>'.repeat(depth)} ${content}`;
}
