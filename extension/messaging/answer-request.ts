import { t } from '#extension/language/t.ts';
import type { ProblemView } from '#shared/contract/problem.ts';
import { allowedSender } from './allowed-sender.ts';
import { inputs } from './inputs.ts';
import type { Input, Output, RequestName, Result } from './protocol.ts';
import type { RequestEnvelope } from './request.ts';
import type { KnownSender, PageSender, ViewSender } from './sender.ts';

/** A failure with a sentence for the person who asked; thrown by handlers, answered as it is. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly problem: ProblemView;

  constructor(problem: ProblemView) {
    super(problem.message);
    this.problem = problem;
  }
}

type SenderOf<Name extends RequestName> = Name extends `page.${string}` ? PageSender : ViewSender;

/** What the worker does on each request; the sender and the input have been checked. */
export type Handlers = {
  readonly [Name in RequestName]: (input: Input<Name>, sender: SenderOf<Name>) => Promise<Output<Name>>;
};

export interface RequestRules {
  /** The last word on whether this sender may send this request now: a sidebar only once it is paired. */
  mayRequest(name: RequestName, sender: KnownSender): Promise<boolean>;
  /** Told of failures that nobody expected. */
  onUnexpected(name: RequestName, error: unknown): void;
}

const mayNotAsk = (): ProblemView => ({ code: 'not-allowed', message: t('failure.mayNotAsk') });
const unexpected = (): ProblemView => ({ code: 'internal', message: t('failure.unexpected') });

/**
 * One request from its arrival to its answer. Everything is checked in this order before a handler sees it: the sender
 * by the browser's word, whether this kind of sender may send this request, the rules, and the input's shape.
 */
export async function answerRequest(
  envelope: RequestEnvelope,
  sender: KnownSender | undefined,
  options: { handlers: Handlers; rules: RequestRules },
): Promise<Result<unknown>> {
  if (sender === undefined || !isRequestName(envelope.request)) return { ok: false, problem: mayNotAsk() };
  const name = envelope.request;
  if (allowedSender[name] !== sender.kind) return { ok: false, problem: mayNotAsk() };
  try {
    if (!(await options.rules.mayRequest(name, sender))) return { ok: false, problem: mayNotAsk() };
    const input = inputs[name].safeParse(envelope.input ?? null);
    if (!input.success) return { ok: false, problem: invalidInput(input.error.issues[0]) };
    const handler = options.handlers[name] as (input: unknown, sender: KnownSender) => Promise<unknown>;
    return { ok: true, value: await handler(input.data, sender) };
  } catch (error) {
    if (error instanceof RequestRefused) return { ok: false, problem: error.problem };
    options.rules.onUnexpected(name, error);
    return { ok: false, problem: unexpected() };
  }
}

function invalidInput(issue: { message: string; path: PropertyKey[] } | undefined): ProblemView {
  return { code: 'invalid-input', message: issue?.message ?? t('failure.notValid') };
}

/** Whether a message is a request at all; others are left to other listeners. */
export function isRequest(message: unknown): message is RequestEnvelope {
  return typeof message === 'object' && message !== null && 'request' in message && typeof message.request === 'string';
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(allowedSender, name);
}
