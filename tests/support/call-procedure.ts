import { z } from 'zod';
import { ProblemView } from '#shared/contract/problem.ts';

/** Who asks: without a token signed out, without a team in none. */
export interface Caller {
  readonly token?: string;
  readonly teamId?: string;
}

export interface ProcedureAnswer {
  readonly status: number;
  /** What the procedure gave, undefined when it failed. */
  readonly data: unknown;
  readonly problem: ProblemView | undefined;
  /** The answer's body as text. */
  readonly text: string;
}

const Answer = z.union([
  z.object({ result: z.object({ data: z.unknown() }) }),
  z.object({ error: z.object({ data: z.object({ problem: ProblemView }) }) }),
]);

/** Calls one procedure over HTTP as the extension does. */
export async function callProcedure(
  url: string,
  caller: Caller,
  type: 'query' | 'mutation',
  path: string,
  input?: unknown,
): Promise<ProcedureAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (caller.token !== undefined) headers['authorization'] = `Bearer ${caller.token}`;
  if (caller.teamId !== undefined) headers['x-sidethread-team'] = caller.teamId;
  const body = input === undefined ? undefined : JSON.stringify(input);
  const query = type === 'query' && body !== undefined ? `?input=${encodeURIComponent(body)}` : '';
  const init = type === 'query' ? { headers } : { method: 'POST', headers, ...(body !== undefined && { body }) };
  const answer = await fetch(`${url}/trpc/${path}${query}`, init);
  const text = await answer.text();
  const parsed = Answer.parse(JSON.parse(text));
  return {
    status: answer.status,
    data: 'result' in parsed ? parsed.result.data : undefined,
    problem: 'error' in parsed ? parsed.error.data.problem : undefined,
    text,
  };
}
