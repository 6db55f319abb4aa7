import { authenticate } from '#server/domain/devices/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { RequestContext } from './init.ts';

export const teamHeader = 'x-sidethread-team';

/** Who asks (by bearer token) and in which of their teams (by header), read afresh for every request. */
export async function createRequestContext(ports: Ports, headers: Headers, requestId: string): Promise<RequestContext> {
  const token = /^Bearer ([\w.~+/-]{1,200}=*)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const found =
    token === undefined ? undefined : await authenticate(ports, token, headers.get(teamHeader) ?? undefined);
  if (found === undefined) return { ports, requestId, signedIn: undefined, team: undefined };
  const { signedIn, team } = found;
  const { userId, userName, deviceId } = signedIn;
  return {
    ports,
    requestId,
    signedIn,
    team: team === undefined ? undefined : { ...team, userId, userName, deviceId, requestId },
  };
}
