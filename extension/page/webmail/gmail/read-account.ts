import { normaliseAddress } from '#shared/email/address.ts';
import type { GmailSelectors } from './selectors.ts';

/** The address between the last parentheses of a label: a display name can hold parentheses too. */
const IN_PARENTHESES = /[(（]\s*([^\s()（）]+@[^\s()（）]+)\s*[)）][^()（）]*$/;
const ANY_ADDRESS = /[^\s()（）<>,;:"'“”«»]+@[^\s()（）<>,;:"'“”«»]+/g;
/** `Subject - address - Product`: the last such address, since a subject can hold anything. */
const IN_TITLE = /^(?:.* )?- (\S+@\S+) - [^@]*$/su;
/** A sender chooses most of the title: only its end is searched, which takes no time whatever stands before. */
const MAX_TITLE_END = 600;
const AFTER_SUBJECT = /^ - (\S+@\S+) - [^@]*$/su;

/**
 * The address of the account that this page belongs to; null when it names none, or several. The header's button and
 * the window's title are asked; where both answer they must agree. `/u/<n>/` is only an index and is not asked.
 */
export function readAccount(document: Document, subject: string | null, selectors: GmailSelectors): string | null {
  const labels = new Set(readLabels(document, selectors));
  const title = readTitle(document.title.replace(/\s+/g, ' '), subject);
  if (labels.size === 0) return title ?? null;
  if (title !== undefined) return labels.has(title) ? title : null;
  const [only, ...others] = labels;
  return others.length === 0 ? (only ?? null) : null;
}

function* readLabels(document: Document, selectors: GmailSelectors): Generator<string> {
  const outside = selectors.notHeader.join(',');
  for (const element of document.querySelectorAll(selectors.account.join(','))) {
    if (element.closest(outside) !== null) continue;
    const address = readLabel(element.getAttribute('aria-label') ?? '');
    if (address !== undefined) yield address;
  }
}

function readLabel(label: string): string | undefined {
  const inParentheses = IN_PARENTHESES.exec(label)?.[1];
  if (inParentheses !== undefined) return normaliseAddress(inParentheses);
  const addresses = label.match(ANY_ADDRESS) ?? [];
  return addresses.length === 1 ? normaliseAddress(addresses[0] ?? '') : undefined;
}

function readTitle(title: string, subject: string | null): string | undefined {
  const isSubjectFirst = subject !== null && subject !== '' && title.startsWith(subject);
  const found = isSubjectFirst
    ? AFTER_SUBJECT.exec(title.slice(subject.length))
    : IN_TITLE.exec(title.slice(-MAX_TITLE_END));
  return found?.[1] === undefined ? undefined : normaliseAddress(found[1]);
}
