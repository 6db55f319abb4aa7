import { createApi, readProblem } from '../sync/api-client.ts';
import { readSecret, writeSecret } from './secrets.ts';

interface EndedSession {
  serverUrl: string;
  token: string;
}

const key = 'ended-sessions';
const answerWithinMs = 5_000;

/** Tells the server that a device has signed out; when it can't be reached, `endLeftovers` tells it later. */
export async function endOnServer(session: EndedSession): Promise<void> {
  if (await tellServer(session)) return;
  const ended = await readEnded();
  await writeSecret(key, [...ended, { serverUrl: session.serverUrl, token: session.token }]);
}

/** Ends on their servers what was signed out while those could not be reached; true when none is left. */
export async function endLeftovers(): Promise<boolean> {
  const ended = await readEnded();
  if (ended.length === 0) return true;
  const left: EndedSession[] = [];
  for (const session of ended) {
    if (!(await tellServer(session))) left.push(session);
  }
  await writeSecret(key, left);
  return left.length === 0;
}

async function tellServer({ serverUrl, token }: EndedSession): Promise<boolean> {
  try {
    const api = createApi({ serverUrl, token, teamId: null });
    await api.session.end.mutate(undefined, { signal: AbortSignal.timeout(answerWithinMs) });
    return true;
  } catch (error) {
    // A token that is no longer accepted has ended already.
    return readProblem(error).code !== 'unavailable';
  }
}

async function readEnded(): Promise<EndedSession[]> {
  return (await readSecret<EndedSession[]>(key)) ?? [];
}
