import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import type { Inspected } from './inspected.ts';

/**
 * Which thread a webmail address names, as `{webmail, kind, id}`.
 * Throws one sentence when `args` is not exactly one address.
 */
export function inspectUrl(args: string[]): Inspected {
  const [url, ...rest] = args;
  if (url === undefined || rest.length > 0) throw new Error('Give exactly one address: pnpm inspect url URL.');
  if (!URL.canParse(url)) throw new Error(`This is not a web address: ${JSON.stringify(url.slice(0, 200))}.`);
  const { webmail, kind, id } = readWebmailUrl(url);
  return { lines: [{ webmail, kind, id }], isAllBad: false };
}
