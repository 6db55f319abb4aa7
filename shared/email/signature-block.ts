/** A signature as it stands below a text, parted off by the line that mail programs know (RFC 3676, 4.3). */
export function signatureBlock(signature: string): string {
  const trimmed = signature.trim();
  return trimmed === '' ? '' : `\n\n-- \n${trimmed}`;
}

/** A text without the signature at its end, where it still stands there as it was put. */
export function withoutSignature(body: string, signature: string): string {
  const block = signatureBlock(signature);
  return block !== '' && body.endsWith(block) ? body.slice(0, -block.length) : body;
}

/** Another signature in the place of the one before; one that was changed by hand stays. */
export function swapSignature(body: string, before: string, next: string): string {
  const bare = withoutSignature(body, before);
  const isLeft = bare === body && signatureBlock(before) !== '';
  return isLeft ? body : bare + signatureBlock(next);
}
