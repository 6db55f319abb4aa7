import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import type { ProblemCode, ProblemView } from '#shared/contract/problem.ts';
import type { Context, SignedIn } from '#server/kernel/context.ts';
import { permissions, requirePermission, type Permission } from '#server/kernel/permission.ts';
import { Problem, viewOf } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** What each request brings: who asks (undefined when signed out) and in which team (undefined when none or not theirs). */
export interface RequestContext {
  readonly ports: Ports;
  readonly requestId: string;
  readonly signedIn: SignedIn | undefined;
  readonly team: Context | undefined;
}

/** The rule a procedure must declare: a permission in the team, or that signing in is enough. */
export type Rule = Permission | 'signed-in';

const trpc = initTRPC
  .context<RequestContext>()
  .meta<{ rule: Rule }>()
  .create({
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: 20_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
    errorFormatter: ({ shape, error }) => {
      const problem = problemOf(error);
      return { ...shape, message: problem.message, data: { ...shape.data, problem } };
    },
  });

/** The HTTP status of each expected failure, in tRPC's words. */
const statusNames = {
  'not-signed-in': 'UNAUTHORIZED',
  'not-allowed': 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  'invalid-input': 'BAD_REQUEST',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  'too-many': 'TOO_MANY_REQUESTS',
  gone: 'NOT_FOUND',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ProblemCode, TRPCError['code']>;

/** The one place where failures become what a client reads: expected ones whole, unknown ones bare. */
export function problemOf(error: TRPCError): ProblemView {
  if (error.cause instanceof Problem) return error.cause.toView();
  if (error.cause instanceof ZodError) return viewOf('invalid-input', sentenceOf(error.cause));
  if (error.code === 'NOT_FOUND')
    return viewOf('not-found', 'The server does not know this request; update the extension or the server.');
  if (error.code !== 'INTERNAL_SERVER_ERROR')
    return viewOf('invalid-input', 'The server can not read this request; update the extension or the server.');
  return viewOf(
    'internal',
    'The server failed on this request. Nothing already stored is lost; try again in a moment.',
  );
}

/** The first thing wrong with an input, and where. */
function sentenceOf(error: ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'The input is not valid.';
  const where = issue.path.join('.');
  return where === '' ? issue.message : `${issue.message} (${where})`;
}

export const router = trpc.router;

function notSignedIn(): Problem {
  return new Problem('not-signed-in', 'You are signed out. Sign in again from the Sidethread popup.');
}

/**
 * Lets in whom `check` lets in, with what it found, and gives failures their HTTP status. Both in one, since each
 * middleware costs every request a copy of all that tRPC passes on.
 */
function guard<Found extends object>(check: (ctx: RequestContext) => Found) {
  return trpc.middleware(async ({ next, ctx, path, type }) => {
    const result = await next({ ctx: passOrRefuse(check, ctx) });
    if (result.ok) return result;
    const { cause } = result.error;
    if (cause instanceof Problem) throw refusal(cause);
    if (!(cause instanceof ZodError) && result.error.code === 'INTERNAL_SERVER_ERROR')
      ctx.ports.logger.error({ err: cause ?? result.error, path, type, requestId: ctx.requestId }, 'procedure failed');
    return result;
  });
}

function passOrRefuse<Found>(check: (ctx: RequestContext) => Found, ctx: RequestContext): Found {
  try {
    return check(ctx);
  } catch (error) {
    throw error instanceof Problem ? refusal(error) : error;
  }
}

function refusal(problem: Problem): TRPCError {
  return new TRPCError({ code: statusNames[problem.code], message: problem.message, cause: problem });
}

function requireSignedIn({ signedIn }: RequestContext): { readonly signedIn: SignedIn } {
  if (signedIn === undefined) throw notSignedIn();
  return { signedIn };
}

/** A procedure for a signed-in person, whatever the team: `ctx.signedIn` is set. */
export const signedInProcedure = trpc.procedure.meta({ rule: 'signed-in' }).use(guard(requireSignedIn));

/** A procedure in a team, for roles that have `permission`: `ctx.team` is set and checked. */
export function teamProcedure(permission: Permission) {
  const check = (ctx: RequestContext) => {
    const { signedIn } = requireSignedIn(ctx);
    if (ctx.team === undefined) throw new Problem('not-found', 'This team does not exist, or you are not in it.');
    requirePermission(ctx.team, permission);
    return { signedIn, team: ctx.team };
  };
  return trpc.procedure.meta({ rule: permission }).use(guard(check));
}

export const ruleNames: readonly Rule[] = [...(Object.keys(permissions) as Permission[]), 'signed-in'];
