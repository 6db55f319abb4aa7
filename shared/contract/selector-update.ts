import { z } from 'zod';

/**
 * Newer selectors for the webmails' pages, as data: what a change in a webmail needs without a new version of the
 * extension. A release key signs them, a team's server only passes them on, the extension checks them.
 */

/** By purpose, each list in order of trust; names of purposes are those of the adapter's own file. */
export const SelectorLists = z.record(
  z.string().regex(/^[a-z][A-Za-z]{0,39}$/),
  z.array(z.string().min(1).max(300)).min(1).max(12),
);
export type SelectorLists = z.infer<typeof SelectorLists>;

export const SelectorUpdate = z.object({
  /** Grows with each update; a lower one than was ever taken is refused. */
  version: z.number().int().min(1).max(1_000_000_000),
  /** The day on which the pages looked like this. */
  date: z.iso.date(),
  /** From then on the extension goes back to its own selectors. */
  expiresAt: z.iso.datetime(),
  gmail: SelectorLists.optional(),
  outlook: SelectorLists.optional(),
});
export type SelectorUpdate = z.infer<typeof SelectorUpdate>;

/** The signed file. `payload` is the JSON text of a SelectorUpdate, `signature` Ed25519 over what `toSigned` makes of it. */
export const SignedSelectors = z.object({
  payload: z.string().min(2).max(100_000),
  signature: z.base64().max(100),
});
export type SignedSelectors = z.infer<typeof SignedSelectors>;

/** The bytes under the signature: a signature made for something else is none for selectors. */
export function toSigned(payload: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`sidethread selectors 1\n${payload}`);
}
