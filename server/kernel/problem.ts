import type { ProblemCode, ProblemView } from '#shared/contract/problem.ts';
import { readSentence } from '#shared/contract/sentences.ts';

const statuses: Record<ProblemCode, number> = {
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'invalid-input': 422,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  gone: 410,
  unavailable: 503,
  internal: 500,
};

/** An expected failure: `message` is one sentence that a person can act on. Anything else thrown is a fault. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ProblemCode, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return statuses[this.code];
  }

  /** What clients of the contract read. */
  toView(): ProblemView {
    const view = viewOf(this.code, this.message);
    return this.retryAfterMs === undefined ? view : { ...view, retryAfterMs: Math.ceil(this.retryAfterMs) };
  }
}

/** A failure with its sentence, and with the sentence's name where it has one. */
export function viewOf(code: ProblemCode, message: string): ProblemView {
  const sentence = readSentence(message);
  return sentence === undefined ? { code, message } : { code, message, ...sentence };
}

/** RFC 9457 "application/problem+json" members for REST answers. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly requestId?: string;
}

/** A Problem as RFC 9457 writes it; anything else becomes a bare `internal` one, so that no inner detail leaks. */
export function toProblemDocument(error: unknown, requestId?: string): ProblemDocument {
  const problem =
    error instanceof Problem
      ? error
      : new Problem(
          'internal',
          'The server failed on this request. Nothing already stored is lost; try again in a moment.',
        );
  const document = {
    type: `urn:sidethread:problem:${problem.code}`,
    title: problem.code.replaceAll('-', ' '),
    status: problem.status,
    detail: problem.message,
    code: problem.code,
  };
  return requestId === undefined ? document : { ...document, requestId };
}

/** A Problem as an HTTP answer of type application/problem+json. */
export function toProblemResponse(error: unknown, requestId?: string): Response {
  const document = toProblemDocument(error, requestId);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (error instanceof Problem && error.retryAfterMs !== undefined)
    headers['retry-after'] = String(Math.ceil(error.retryAfterMs / 1000));
  return new Response(JSON.stringify(document), { status: document.status, headers });
}
