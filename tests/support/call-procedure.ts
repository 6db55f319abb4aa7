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

const Failure = z.object({ data: z.object({ problem: ProblemView, httpStatus: z.number() }) });
const Answer = z.union([
  z.object({ result: z.object({ data: z.unknown().optional() }) }),
  z.object({ error: Failure }),
]);

export type ProcedureType = 'query' | 'mutation' | 'subscription';

/** Calls one procedure over HTTP as the extension does. A subscription counts as answered once its stream begins. */
export async function callProcedure(
  url: string,
  caller: Caller,
  type: ProcedureType,
  path: string,
  input?: unknown,
): Promise<ProcedureAnswer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (caller.token !== undefined) headers['authorization'] = `Bearer ${caller.token}`;
  if (caller.teamId !== undefined) headers['x-sidethread-team'] = caller.teamId;
  const body = input === undefined ? undefined : JSON.stringify(input);
  if (type === 'subscription') headers['accept'] = 'text/event-stream';
  const query = type !== 'mutation' && body !== undefined ? `?input=${encodeURIComponent(body)}` : '';
  const init = type === 'mutation' ? { method: 'POST', headers, ...(body !== undefined && { body }) } : { headers };
  const answer = await fetch(`${url}/trpc/${path}${query}`, init);
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) return readStart(answer);
  const text = await answer.text();
  const parsed = Answer.parse(JSON.parse(text));
  return {
    status: answer.status,
    data: 'result' in parsed ? parsed.result.data : undefined,
    problem: 'error' in parsed ? parsed.error.data.problem : undefined,
    text,
  };
}

/** The first event of a stream: it carries something, or says why the stream was refused. */
async function readStart(answer: Response): Promise<ProcedureAnswer> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const event = text
      .split('\n\n')
      .slice(0, -1)
      .find((one) => /^data:/m.test(one) && !/^event: (?:connected|ping)$/m.test(one));
    if (event === undefined) continue;
    const data: unknown = JSON.parse(/^data:(.*)$/m.exec(event)?.[1] ?? 'null');
    const failure = event.includes('event: serialized-error') ? Failure.parse(data).data : undefined;
    return { status: failure?.httpStatus ?? 200, data, problem: failure?.problem, text: event };
  }
  throw new Error(`the stream ended before it told anything: ${text}`);
}
