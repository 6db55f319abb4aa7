/** A sentence when a body is longer than the server takes (UTF-16 units); null while it fits. */
export function tooLong(body: string, max: number): string | null {
  if (body.length <= max) return null;
  const over = body.length - max;
  return `${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too long: a message holds ${max.toLocaleString('en')}. Shorten it or send it in two.`;
}

/** How many characters are left, said once that is worth knowing. */
export function remaining(body: string, max: number): string | null {
  const left = max - body.length;
  return left < 0 || left > 500 ? null : `${left} characters left`;
}
