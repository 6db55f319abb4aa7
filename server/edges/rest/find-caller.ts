import type { Context as Request } from 'hono';
import { findMember } from '#server/domain/teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { countApiCaller } from './api-caller.ts';

/** Who calls; throws Problem 'not-signed-in', or 'not-allowed' when `userId` names somebody else. */
export type FindCaller = (c: Request, userId: string) => Promise<Context>;

/** Problem 'not-allowed' unless the parameter names the caller. */
export function requireOwnId(ctx: Pick<Context, 'userId'>, userId: string): void {
  if (userId !== ctx.userId) throw new Problem('not-allowed', 'The parameter userId must be your own id.');
}

/** Who connects a mailbox: a program by its token, or a browser by its cookie (in the team joined first). */
export function createFindCaller(ports: Ports, accounts: Accounts): FindCaller {
  return async (c, userId) => {
    const ctx = await findContext(ports, accounts, c);
    requireOwnId(ctx, userId);
    return ctx;
  };
}

async function findContext(ports: Ports, accounts: Accounts, c: Request): Promise<Context> {
  if (c.req.header('authorization') !== undefined) return (await countApiCaller(ports, c, 'mailboxes:write')).ctx;
  const session = await accounts.findBrowserSession(c.req.raw.headers);
  if (session === undefined) throw new Problem('not-signed-in', 'Sign in, or send a token of yours.');
  const member = await findMember(ports, session.userId, undefined);
  if (member === undefined) throw new Problem('not-found', 'You are in no team here.');
  return { ...member, deviceId: 'browser', requestId: createId<string>() };
}
