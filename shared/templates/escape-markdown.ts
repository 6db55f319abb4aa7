/** Variables whose value is an e-mail address, which programs show as a link to itself anyway. */
const addressVariables: ReadonlySet<string> = new Set(['contact.address', 'sender.address']);

/**
 * Words as Markdown (CommonMark 0.31 with GFM's bare links) that shows exactly these words wherever they stand in a
 * line. Only what could mean something is escaped, so that most names stay as people know them.
 * @param after what follows in the template: it could make a list of a number.
 */
export function escapeMarkdown(value: string, { after, name }: { after: string; name: string }): string {
  if (addressVariables.has(name) && /^[a-z0-9.+-]+@[a-z0-9.-]+$/i.test(value)) return value;
  const escaped = value
    .replace(/[\\`*_[\]<@]/g, '\\$&')
    .replace(/\{(?=\{|$)|(?<=\{)\{|&(?=[#\w]|$)/g, '\\$&')
    .replace(/:(?=\/\/|$)/g, '\\:')
    .replace(/(?<=www)\./gi, '\\.')
    // At its beginning it could begin a line: lists, quotes, headings, rules, fences; or go on with what stands before.
    .replace(/^(?:[-+#>=~.)]|\/(?=\/))/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, String.raw`$1\$2`);
  return /^\d{1,9}$/.test(value) && /[.)]/.test(after) ? `${escaped}\\` : escaped;
}
