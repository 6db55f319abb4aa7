import browser from 'webextension-polyfill';
import type { ProblemView } from '#shared/contract/problem.ts';
import type { Input, Output, RequestName, Result } from './protocol.ts';

/** What travels: checked and parsed again by the worker, which trusts neither name nor input. */
export interface RequestEnvelope {
  request: string;
  input: unknown;
}

/** Repeating these could do a thing twice; all others carry client-made ids or are harmless to repeat. */
const notRepeatable: ReadonlySet<RequestName> = new Set<RequestName>([
  'session.sign-in',
  'contact.update',
  'chat.install',
  'chat.link-me',
  'mailbox.connect',
  'api-token.create',
  'webhook.create',
  'webhook.rotate',
  'webhook.test',
  'welcome.open-webmail',
  'team.invite',
  'template.import',
  'template.use',
  'overlay.insert-text',
]);

/** Each of these makes those before it worthless: a repeat must not overtake what was said since. */
const superseding: ReadonlySet<RequestName> = new Set<RequestName>(['page.email', 'page.theme', 'page.layout']);
const newest = new Map<RequestName, object>();

const attempts = 3;

/**
 * Asks the worker, waking it when it sleeps. Never throws: failures are Results. Those of the worker hold a
 * sentence, those of the way to it an empty one: views put it in, and a content script need not carry any language. When
 * the worker dies on the way, the request is sent again where that is harmless.
 */
export async function request<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Result<Output<Name>>> {
  const envelope: RequestEnvelope = { request: name, input };
  newest.set(name, envelope);
  for (let attempt = 1; ; attempt += 1) {
    if (superseding.has(name) && newest.get(name) !== envelope) return failed('conflict');
    try {
      const answer: Result<Output<Name>> | undefined = await browser.runtime.sendMessage(envelope);
      if (answer !== undefined && answer !== null) return answer;
    } catch (error) {
      if (!isExtensionAlive()) return failed('gone');
      if (!isLostWorker(error)) return failed('internal');
    }
    if (attempt >= attempts || notRepeatable.has(name)) return failed('unavailable');
  }
}

/** False once the extension was updated, reloaded or removed under this document. */
export function isExtensionAlive(): boolean {
  try {
    return browser.runtime?.id !== undefined;
  } catch {
    return false;
  }
}

function isLostWorker(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /message (?:port|channel) closed|receiving end does not exist|could not establish connection/i.test(text);
}

function failed(code: ProblemView['code']): { ok: false; problem: ProblemView } {
  return { ok: false, problem: { code, message: '' } };
}
