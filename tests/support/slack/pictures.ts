const COLOURS = ['#4a6fa5', '#7a5c9e', '#3f8f76', '#b0683a', '#a34e6a', '#5b7f3b', '#2f7f93', '#8a6d3b'];

/** A square picture with the person's initials, as a data: URL. */
export function createPicture(name: string): string {
  const initials = name
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 997;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72"><rect width="72" height="72" rx="10" ` +
    `fill="${COLOURS[sum % COLOURS.length]}"/><text x="36" y="46" font-family="sans-serif" font-size="28" ` +
    `fill="#fff" text-anchor="middle">${initials}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
