import { createApi, readProblem } from '../sync/api-client.ts';
import { readSecret, writeSecret } from './secrets.ts';

interface EndedSession {
  serverUrl: string;
  token: string;
}

const key = 'ended-sessions';
const answerWithinMs = 5_000;

/** What is read, changed and written, one after the other. */
let last: Promise<void> = Promise.resolve();

/** Notes that a device has signed out, so that its server hears of it whatever becomes of this worker. */
export function noteEnded({ serverUrl, token }: EndedSession): Promise<void> {
  return change((ended) => [...ended, { serverUrl, token }]);
}

/** Ends on their servers what was signed out; true when none is left that could not be reached. */
export async function endLeftovers(): Promise<boolean> {
  for (const session of await readEnded()) {
    if (await tellServer(session)) await change((ended) => ended.filter(({ token }) => token !== session.token));
  }
  return (await readEnded()).length === 0;
}

function change(by: (ended: EndedSession[]) => EndedSession[]): Promise<void> {
  const next = last.then(async () => writeSecret(key, by(await readEnded())));
  last = next.catch(() => undefined);
  return next;
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
