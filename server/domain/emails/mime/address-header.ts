import type { NamedAddress } from '#shared/email/address.ts';
import { decodeRaw, decodeWords } from './decode-words.ts';

/** One piece of an address list: what a mailbox is built from. */
type Token = { kind: 'word' | 'quoted' | 'encoded' | 'angle' | 'comment' | 'space'; text: string };

const ENCODED_WORD = /=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=/iy;
const WORD = /[^\s"(),:;<=]+|=/y;
const MAX_ADDRESSES = 20_000;

/**
 * Reads From, To, Cc and the like (RFC 5322 §3.4 and §4.4, RFC 6532): names decoded, addresses as they are written,
 * groups opened, comments as names where there is no other. `address` is empty where only a name is given.
 */
export function readAddresses(raw: string, fallback?: string): NamedAddress[] {
  const found: NamedAddress[] = [];
  const source: Source = { raw, hasQuotes: true, hasComments: true };
  let tokens: Token[] = [];
  let at = 0;
  const finish = (): void => {
    const mailbox = buildMailbox(tokens, fallback);
    if (mailbox !== undefined) found.push(mailbox);
    tokens = [];
  };
  while (at < raw.length && found.length < MAX_ADDRESSES) {
    const letter = raw[at] ?? '';
    if (letter === ',' || letter === ';') {
      finish();
      at += 1;
      continue;
    }
    if (letter === ':') {
      // What stands before the colon names a group, unless it is the scheme of `mailto:`.
      tokens = [];
      at += 1;
      continue;
    }
    const { token, end } = readToken(source, at);
    if (token.kind === 'angle') tokens = finishMissingComma(tokens, found, fallback);
    tokens.push(token);
    at = end;
  }
  finish();
  return found;
}

/** `Ann <a@x> Bob <b@x>`: what stands behind the first address belongs to the second. */
function finishMissingComma(tokens: Token[], found: NamedAddress[], fallback: string | undefined): Token[] {
  const first = tokens.findIndex(({ kind }) => kind === 'angle');
  if (first === -1) return tokens;
  const mailbox = buildMailbox(tokens.slice(0, first + 1), fallback);
  if (mailbox !== undefined) found.push(mailbox);
  return tokens.slice(first + 1);
}

/** What is being read. Once a quote or a comment was found never to close, its mark is a letter like others. */
type Source = { raw: string; hasQuotes: boolean; hasComments: boolean };

function readToken(source: Source, at: number): { token: Token; end: number } {
  const { raw } = source;
  const letter = raw[at];
  const special = letter === '"' ? readQuoted(source, at) : letter === '(' ? readComment(source, at) : undefined;
  if (special !== undefined) return special;
  if (letter === '<') {
    const angle = matchAt(/<+[^<>]*>*/y, raw, at) ?? '<';
    return { token: { kind: 'angle', text: angle.replace(/^<+|>+$/g, '') }, end: at + angle.length };
  }
  const space = matchAt(/\s+/y, raw, at);
  if (space !== undefined) return { token: { kind: 'space', text: ' ' }, end: at + space.length };
  const encoded = matchAt(ENCODED_WORD, raw, at);
  if (encoded !== undefined) return { token: { kind: 'encoded', text: encoded }, end: at + encoded.length };
  const word = matchAt(WORD, raw, at) ?? raw.slice(at, at + 1);
  return { token: { kind: 'word', text: letter === '"' ? '' : word }, end: at + word.length };
}

function readQuoted(source: Source, at: number): { token: Token; end: number } | undefined {
  if (!source.hasQuotes) return undefined;
  const { raw } = source;
  let end = at + 1;
  while (end < raw.length && raw[end] !== '"') end += raw[end] === '\\' ? 2 : 1;
  source.hasQuotes = end < raw.length;
  if (!source.hasQuotes) return undefined;
  return { token: { kind: 'quoted', text: unescape(raw.slice(at + 1, end)) }, end: end + 1 };
}

function readComment(source: Source, at: number): { token: Token; end: number } | undefined {
  if (!source.hasComments) return undefined;
  const { raw } = source;
  let depth = 1;
  let end = at + 1;
  for (; end < raw.length && depth > 0; end += 1) {
    if (raw[end] === '\\') end += 1;
    else if (raw[end] === '(') depth += 1;
    else if (raw[end] === ')') depth -= 1;
  }
  source.hasComments = depth === 0;
  if (!source.hasComments) return undefined;
  return { token: { kind: 'comment', text: unescape(raw.slice(at + 1, end - 1)).trim() }, end };
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function matchAt(pattern: RegExp, raw: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(raw)?.[0];
}

function buildMailbox(tokens: Token[], fallback: string | undefined): NamedAddress | undefined {
  const comment = tokens.find(({ kind }) => kind === 'comment')?.text ?? '';
  const angle = tokens.find(({ kind }) => kind === 'angle');
  if (angle !== undefined) {
    const phrase = decodePhrase(
      tokens.filter(({ kind }) => kind !== 'angle' && kind !== 'comment'),
      fallback,
    );
    const address = cleanSpec(angle.text, fallback);
    const name = phrase === '' ? decodeWords(comment, fallback) : phrase;
    return address === '' && name === '' ? undefined : { name: tidy(name), address };
  }
  return buildBare(
    tokens.filter(({ kind }) => kind !== 'comment'),
    comment,
    fallback,
  );
}

/** No brackets: the word with an @ is the address, what is left is the name. */
function buildBare(tokens: Token[], comment: string, fallback: string | undefined): NamedAddress | undefined {
  const spelled = tokens
    .map(({ kind, text }) => (kind === 'quoted' ? `"${text.replace(/(["\\])/g, '\\$1')}"` : text))
    .join('')
    .trim();
  if (spelled === '') return undefined;
  const joined = spelled.replace(/\s*([@.])\s*/g, '$1');
  const spec = spelled.includes('=?') ? undefined : findSpec(joined);
  if (spec !== undefined) {
    const rest = joined.replace(spec, ' ').replace(/["<>]/g, '').trim();
    return { name: tidy(decodeWords(rest === '' ? comment : rest, fallback)), address: cleanSpec(spec, fallback) };
  }
  const phrase = decodePhrase(tokens, fallback);
  if (/^[^\s@<>"(),]+@[^\s@<>"(),]+$/.test(phrase))
    return { name: tidy(decodeWords(comment, fallback)), address: phrase };
  const isLocalUser = /^[!#-'*+\-./\d=?A-Z^-~]+$/.test(phrase);
  return isLocalUser
    ? { name: tidy(decodeWords(comment, fallback)), address: phrase }
    : { name: tidy(phrase), address: '' };
}

/** The first word with an @ inside; its first half may be quoted. */
function findSpec(text: string): string | undefined {
  const at = text.indexOf('@', 1);
  if (at === -1) return undefined;
  const before = text.slice(0, at);
  const isQuoted = before.endsWith('"');
  const start = isQuoted
    ? before.lastIndexOf('"', at - 2)
    : Math.max(before.lastIndexOf(' '), before.lastIndexOf('"')) + 1;
  const domain = /^@[^\s"<>]+/.exec(text.slice(at))?.[0];
  return domain === undefined || start < 0 || start === at ? undefined : text.slice(start, at) + domain;
}

/** Encoded words are decoded after the list was taken apart, so that what they hide is never an address (RFC 2047 §5). */
function decodePhrase(tokens: Token[], fallback: string | undefined): string {
  return decodeWords(tokens.map(({ text }) => text).join(''), fallback).trim();
}

/** An address without route (`@a,@b:user@c`), scheme and white space. */
function cleanSpec(text: string, fallback: string | undefined): string {
  const spec = decodeRaw(text, fallback)
    .replace(/^\s*mailto:/i, '')
    .replace(/^\s*@[^:"]*:/, '')
    .trim();
  return /^"|\s"/.test(spec) ? spec : spec.replace(/\([^()]*\)/g, '').replace(/\s+/g, '');
}

function tidy(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}
