const BRACKETED = /<([^<>]{1,2000})>/g;
const MAX_IDS = 2000;

/**
 * The ids of a Message-ID, In-Reply-To or References header (RFC 5322 §3.6.4), without angle brackets and without white
 * space that folding left in them, in order. Words around them (old In-Reply-To phrases) are passed over; ids written
 * without brackets count where nothing is bracketed.
 */
export function parseMessageIds(header: string): string[] {
  const bracketed = Array.from(header.matchAll(BRACKETED), (match) => clean(match[1] ?? ''));
  const found =
    bracketed.length > 0
      ? bracketed
      : header
          .split(/[\s,]+/)
          .filter(isBareId)
          .map(clean);
  return [...new Set(found.filter((id) => id !== ''))].slice(0, MAX_IDS);
}

/** The first id of such a header, or null. */
export function parseMessageId(header: string): string | null {
  const [first] = parseMessageIds(header);
  if (first !== undefined) return first;
  const text = header.trim();
  return text === '' || /\s/.test(text) ? null : clean(text) || null;
}

function clean(id: string): string {
  return id.replace(/[\s<>\0]+/g, '');
}

function isBareId(word: string): boolean {
  return /^[^\s@"()]+@[^\s@"()]+$/.test(word.replace(/[<>]/g, ''));
}
