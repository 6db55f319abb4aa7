import { createId } from '#server/kernel/ids.ts';
import { findMember } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createRequestContext, teamHeader } from '../trpc/context.ts';
import type { FindCaller } from './connect-email.ts';

/**
 * Who calls: by bearer token, or in a browser by its cookie. `userId` must be their own.
 * @param accounts knows browsers' cookies; left out for routes that only programs call.
 */
export function createFindCaller(ports: Ports, accounts: Accounts | undefined): FindCaller {
  return async (c, userId) => {
    const { headers } = c.req.raw;
    const requestId = createId<string>();
    const { signedIn, team } = await createRequestContext(ports, headers, requestId);
    const callerId = signedIn?.userId ?? (await accounts?.findBrowserSession(headers))?.userId;
    if (callerId === undefined) throw new Problem('not-signed-in', 'Sign in, or send a token of yours.');
    if (userId !== callerId) throw new Problem('not-allowed', 'The parameter userId must be your own id.');
    if (team !== undefined) return team;
    const member = await findMember(ports, callerId, headers.get(teamHeader) ?? undefined);
    if (member === undefined) throw new Problem('not-found', 'This team does not exist, or you are not in it.');
    return { ...member, deviceId: signedIn?.deviceId ?? 'browser', requestId };
  };
}
