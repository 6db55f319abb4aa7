import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';
import type { ProblemView } from '#shared/contract/problem.ts';
import type { Context } from '#server/kernel/context.ts';
import { permissions, requirePermission, type Permission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** A signed-in person, before a team is chosen. */
export interface SignedIn {
  readonly userId: Context['userId'];
  readonly userName: string;
  readonly email: string;
  readonly deviceId: string;
  readonly sessionToken: string;
  readonly expiresAt: Date;
}

/** What each request brings: who asks (undefined when signed out) and in which team (undefined when none or not theirs). */
export interface RequestContext {
  readonly ports: Ports;
  readonly requestId: string;
  readonly signedIn: SignedIn | undefined;
  readonly team: Context | undefined;
}

/** The rule a procedure must declare: a permission in the team, or that signing in is enough, or not even that. */
export type Rule = Permission | 'signed-in' | 'anyone';

const trpc = initTRPC
  .context<RequestContext>()
  .meta<{ rule: Rule }>()
  .create({
    sse: { ping: { enabled: true, intervalMs: 20_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: problemOf(error).message,
      data: { ...shape.data, stack: undefined, problem: problemOf(error) },
    }),
  });

/** The one place where failures become what a client reads: expected ones whole, unknown ones bare. */
export function problemOf(error: TRPCError): ProblemView {
  if (error.cause instanceof Problem) return error.cause.toView();
  if (error.cause instanceof ZodError) {
    const issue = error.cause.issues[0];
    const where = issue?.path.join('.') ?? '';
    return {
      code: 'invalid-input',
      message:
        issue?.message === undefined
          ? 'The input is not valid.'
          : where === ''
            ? issue.message
            : `${issue.message} (${where})`,
    };
  }
  if (error.code === 'NOT_FOUND')
    return { code: 'not-found', message: 'The server does not know this request; update the extension or the server.' };
  return {
    code: 'internal',
    message: 'The server failed on this request. Nothing already stored is lost; try again in a moment.',
  };
}

export const router = trpc.router;
export const createCallerFactory = trpc.createCallerFactory;

function notSignedIn(): Problem {
  return new Problem('not-signed-in', 'You are signed out. Sign in again from the Sidethread popup.');
}

const failuresAreValues = trpc.middleware(async ({ next, ctx, path, type }) => {
  const result = await next();
  if (!result.ok && !(result.error.cause instanceof Problem) && !(result.error.cause instanceof ZodError)) {
    ctx.ports.logger.error(
      { err: result.error.cause ?? result.error, path, type, requestId: ctx.requestId },
      'procedure failed',
    );
  }
  return result;
});

const base = trpc.procedure.use(failuresAreValues);

/** A procedure for anyone, signed in or not. */
export const openProcedure = base.meta({ rule: 'anyone' });

/** A procedure for a signed-in person, whatever the team: `ctx.signedIn` is set. */
export const signedInProcedure = base.meta({ rule: 'signed-in' }).use(({ ctx, next }) => {
  if (ctx.signedIn === undefined) throw problemError(notSignedIn());
  return next({ ctx: { ...ctx, signedIn: ctx.signedIn } });
});

/** A procedure in a team, for roles that have `permission`: `ctx.team` is set and checked. */
export function teamProcedure(permission: Permission) {
  return base.meta({ rule: permission }).use(({ ctx, next }) => {
    if (ctx.signedIn === undefined) throw problemError(notSignedIn());
    if (ctx.team === undefined)
      throw problemError(new Problem('not-found', 'This team does not exist, or you are not in it.'));
    requirePermission(ctx.team, permission);
    return next({ ctx: { ...ctx, signedIn: ctx.signedIn, team: ctx.team } });
  });
}

function problemError(problem: Problem): TRPCError {
  return new TRPCError({
    code: problem.code === 'not-signed-in' ? 'UNAUTHORIZED' : 'NOT_FOUND',
    cause: problem,
    message: problem.message,
  });
}

export const ruleNames: readonly Rule[] = [...(Object.keys(permissions) as Permission[]), 'signed-in', 'anyone'];
export const Nothing = z.object({});
