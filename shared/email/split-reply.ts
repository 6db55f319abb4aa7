import { findAttribution, mayBeAttribution } from './find-attribution.ts';
import type { LineRange } from './find-attribution.ts';
import { isColonTitle, isDashedTitle, isDivider, isDividerWithHeader, isRule } from './find-divider.ts';
import { findBareLabels } from './find-bare-labels.ts';
import { findHeaderBlock, isHeaderLine } from './find-header-block.ts';
import { isSentFrom, isSignatureMark } from './find-signature.ts';
import { isBlankLine, isQuotedLine } from './plain-line.ts';

/** A stretch of a mail's text. The contents of all fragments, joined by line ends, are the whole text. */
export type Fragment = { content: string; isQuoted: boolean; isSignature: boolean; isHidden: boolean };
export type SplitReply = { visibleText: string; fragments: Fragment[] };

type Kind = 'body' | 'quote' | 'signature';

// Further down nobody introduces a quote or names a device: what a hostile text can cost has an end.
const MAX_LINES = 20_000;
const MAX_TRIES = 1000;

/**
 * Parts what the sender wrote from what they quote and from signatures, in any language of reply-words.ts. The visible
 * text keeps closings and answers between quotes. A mail that is nothing but a quote or a forward is shown whole, for
 * what it passes on is what it says.
 */
export function splitReply(text: string): SplitReply {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const kinds = classifyLines(lines);
  const shown = chooseShown(lines, kinds);
  return { visibleText: joinShown(lines, kinds, shown), fragments: gatherFragments(lines, kinds, shown) };
}

function classifyLines(lines: readonly string[]): Kind[] {
  const kinds: Kind[] = [];
  const introductions = findIntroductions(lines);
  let isSignature = false;
  for (let at = 0; at < lines.length; at += 1) {
    const introduction = introductions.get(at);
    if (introduction !== undefined) {
      isSignature = false;
      takeRulesAbove(lines, kinds, at);
      const end = isFollowedByQuote(lines, introduction.end) ? introduction.end : lines.length;
      for (; at < end; at += 1) kinds[at] = 'quote';
      at -= 1;
      continue;
    }
    const line = lines[at] ?? '';
    if (line === '') {
      kinds[at] = 'body';
      continue;
    }
    if (isQuotedLine(line) || isWrappedQuote(lines, kinds, at)) {
      if (kinds[at - 1] !== 'quote') takeRuleAbove(lines, kinds, at);
      kinds[at] = 'quote';
      isSignature = false;
      continue;
    }
    if (!isSignature && isSignatureMark(lines, at)) isSignature = true;
    kinds[at] = isSignature || isSentFromLine(lines, at) ? 'signature' : 'body';
    if (kinds[at] === 'signature' && isRule(lines[at - 1] ?? '')) kinds[at - 1] = 'signature';
  }
  spreadOverBlanks(lines, kinds);
  return kinds;
}

/** Every place where a quotation is introduced, by the line with which the introduction begins. */
function findIntroductions(lines: readonly string[]): Map<number, LineRange> {
  const found = new Map<number, LineRange>();
  let tries = 0;
  for (let at = 0; at < lines.length && at < MAX_LINES && tries < MAX_TRIES; at += 1) {
    const line = lines[at] ?? '';
    if (isBlankLine(line)) continue;
    const isCandidate = mayBeAttribution(lines, at);
    if (isCandidate) tries += 1;
    const attribution = isCandidate ? findAttribution(lines, at) : undefined;
    if (attribution !== undefined) found.set(attribution.start, attribution);
    if (isQuotedLine(line)) continue;
    const block = findHeaderBlock(lines, at) ?? findBareLabels(lines, at) ?? findDivider(lines, at);
    if (block !== undefined && !found.has(at)) found.set(at, block);
    const introduction = attribution ?? block;
    // What follows is all quoted, whatever it says.
    if (introduction !== undefined && !isFollowedByQuote(lines, introduction.end)) break;
  }
  return found;
}

function findDivider(lines: readonly string[], at: number): LineRange | undefined {
  const line = lines[at] ?? '';
  if (isDivider(line)) return withAttribution(lines, at);
  const isTitle = isDividerWithHeader(line) || (isColonTitle(line) && isFollowedByQuote(lines, at + 1));
  return isTitle ? { start: at, end: at + 1 } : undefined;
}

/** A divider, together with the introduction that some programs put right below it. */
function withAttribution(lines: readonly string[], divider: number): LineRange {
  let first = divider + 1;
  while (first < lines.length && isBlankLine(lines[first] ?? '')) first += 1;
  const end = Math.min(first + 5, lines.length);
  for (let last = first; last < end; last += 1) {
    const attribution = findAttribution(lines, last);
    if (attribution?.start === first) return { start: divider, end: attribution.end };
  }
  return { start: divider, end: divider + 1 };
}

/** A line of dashes or underscores above an introduction belongs to it, and so does a title. */
function takeRulesAbove(lines: readonly string[], kinds: Kind[], at: number): void {
  let above = at - 1;
  // Yandex names the recipients and the subject above its introduction.
  while (above >= 0 && isHeaderLine(lines[above] ?? '')) above -= 1;
  if (lines.slice(above + 1, at).some((line) => line.includes('@'))) kinds.fill('quote', above + 1, at);
  else above = at - 1;
  while (above >= 0 && isBlankLine(lines[above] ?? '')) above -= 1;
  const line = lines[above] ?? '';
  // "--- Tom ---" above an introduction is how somebody signs; right above a header it is the mail program's title.
  const isTitle =
    isColonTitle(line) || (above === at - 1 && isDashedTitle(line) && findHeaderBlock(lines, at) !== undefined);
  if (above >= 0 && (isRule(line) || isTitle)) kinds.fill('quote', above, at);
}

/** A ruler right above quoted lines belongs to them; dashes there may underline a title. */
function takeRuleAbove(lines: readonly string[], kinds: Kind[], at: number): void {
  const above = lines.slice(Math.max(0, at - 3), at).findLastIndex((line) => !isBlankLine(line));
  const rule = above === -1 ? -1 : Math.max(0, at - 3) + above;
  if (rule !== -1 && /^\s*_{3,}\s*$/.test(lines[rule] ?? '')) kinds.fill('quote', rule, at);
}

function isFollowedByQuote(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 8).find((line) => !isBlankLine(line));
  return next !== undefined && isQuotedLine(next);
}

/** The torn-off end of a quoted line that a mail program wrapped: one line in small letters between two quoted ones. */
function isWrappedQuote(lines: readonly string[], kinds: readonly Kind[], at: number): boolean {
  const above = lines[at - 1] ?? '';
  const line = lines[at] ?? '';
  if (kinds[at - 1] !== 'quote' || !isQuotedLine(above) || !isQuotedLine(lines[at + 1] ?? '')) return false;
  if (/[(<][^)>]*$/.test(above) && /^\S*[)>]/.test(line)) return true;
  const [word = ''] = line.split(' ');
  return /^\p{Ll}/u.test(line) && above.length + 1 + word.length >= 70;
}

/** The line stands for itself: it is not the beginning or the middle of a paragraph. */
function isSentFromLine(lines: readonly string[], at: number): boolean {
  if (at >= MAX_LINES || !isSentFrom(lines[at] ?? '')) return false;
  if (isApart(lines[at - 1]) || isApart(lines[at + 1])) return true;
  return (at > 0 && isSignatureMark(lines, at - 1)) || findHeaderBlock(lines, at + 1) !== undefined;
}

function isApart(line: string | undefined): boolean {
  return line === undefined || isBlankLine(line) || isRule(line) || isQuotedLine(line) || isSentFrom(line);
}

/** Empty lines go with what stands above them. */
function spreadOverBlanks(lines: readonly string[], kinds: Kind[]): void {
  for (let at = 1; at < lines.length; at += 1) {
    if (isBlankLine(lines[at] ?? '')) kinds[at] = kinds[at - 1] ?? 'body';
  }
}

/** What is shown: the body; where there is none, what is quoted; where there is nothing but a signature, that. */
function chooseShown(lines: readonly string[], kinds: readonly Kind[]): Kind {
  const holds = (kind: Kind): boolean =>
    lines.some((line, at) => kinds[at] === kind && !isBlankLine(line) && !isRule(line));
  return (['body', 'quote', 'signature'] as const).find(holds) ?? 'body';
}

/** The shown lines, without empty ones at the ends and with no more than one where something was taken out. */
function joinShown(lines: readonly string[], kinds: readonly Kind[], shown: Kind): string {
  const out: string[] = [];
  let isCut = false;
  let wasBlank = false;
  for (const [at, line] of lines.entries()) {
    const isBlank = isBlankLine(line);
    if (kinds[at] !== shown) {
      isCut = true;
      wasBlank ||= isBlank;
      continue;
    }
    if (isCut) {
      while (out.length > 0 && isBlankLine(out.at(-1) ?? '')) {
        out.pop();
        wasBlank = true;
      }
      if (isBlank) {
        wasBlank = true;
        continue;
      }
      if (wasBlank && out.length > 0) out.push('');
      isCut = false;
    }
    wasBlank = false;
    if (isBlank && out.length === 0) continue;
    out.push(line);
  }
  return out.join('\n').trimEnd();
}

function gatherFragments(lines: readonly string[], kinds: readonly Kind[], shown: Kind): Fragment[] {
  const fragments: Fragment[] = [];
  let start = 0;
  for (let at = 1; at <= lines.length; at += 1) {
    if (at < lines.length && kinds[at] === kinds[start]) continue;
    const kind = kinds[start] ?? 'body';
    const content = lines.slice(start, at).join('\n');
    fragments.push({
      content,
      isQuoted: kind === 'quote',
      isSignature: kind === 'signature',
      isHidden: kind !== shown,
    });
    start = at;
  }
  return fragments;
}
