import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { PagePerson, SeenEmail } from '#shared/contract/open-email.ts';
import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import type { Inspected } from './inspected.ts';
import { readSavedPage } from './read-saved-page.ts';

/**
 * What the shipped adapter reads from a saved page at the address that it had.
 * Throws one sentence when the arguments are wrong; a file that can't be read is a line of its own.
 */
export async function inspectPage(args: string[]): Promise<Inspected> {
  const { file, rest, url } = readArgs(args);
  if (file === undefined || rest.length > 0 || url === undefined) {
    throw new Error('Give one file and the address it had: pnpm inspect page FILE --url URL.');
  }
  const { webmail } = readWebmailUrl(url);
  if (webmail === null) throw new Error(`This is no address of a webmail: ${JSON.stringify(url.slice(0, 200))}.`);
  const html = await readFile(file, 'utf8').catch(() => undefined);
  if (html === undefined) return { lines: [{ file, error: 'This file can’t be read.' }], isAllBad: true };
  return { lines: [describe(await readSavedPage(webmail, html, url))], isAllBad: false };
}

function readArgs(args: string[]): { file: string | undefined; rest: string[]; url: string | undefined } {
  const { values, tokens } = parseArgs({ args, options: { url: { type: 'string' } }, strict: false, tokens: true });
  const [file, ...rest] = tokens.filter((token) => token.kind !== 'option' || token.name !== 'url').map(toText);
  return { file, rest, url: typeof values['url'] === 'string' ? values['url'] : undefined };
}

function toText(token: { kind: string; value?: string | undefined; rawName?: string }): string {
  return token.value ?? token.rawName ?? token.kind;
}

function describe(email: SeenEmail): unknown {
  const { state, account } = email;
  const nothing = { state, thread: null, account, subject: null, messages: [] };
  if (email.state === 'unreadable') return { ...nothing, reason: email.reason, shape: email.shape };
  if (email.state !== 'open') return nothing;
  const messages = email.messages.map(({ id, from, to, date }) => ({
    id,
    from: from === null ? null : describePerson(from),
    to: to.map(describePerson),
    date,
  }));
  return { state, thread: email.thread, account, subject: email.subject, messages };
}

/** An address that the page does not show is null. */
function describePerson({ name, address }: PagePerson): { name: string; address: string | null } {
  return { name, address: address === '' ? null : address };
}
