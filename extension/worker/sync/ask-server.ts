/** Something else answered in our server's place, such as the sign-in page of a Wi-Fi. */
export class AnsweredElsewhere extends Error {
  override readonly name = 'AnsweredElsewhere';
}

/**
 * One request to our server. Nothing is followed elsewhere: our server leads nowhere, and what goes to it goes to nobody
 * else. A gateway before a server that is away may answer as it likes (5xx).
 * @throws AnsweredElsewhere when the answer can't be our server's; what `fetch` throws when there is none.
 */
export async function askServer(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'manual' });
  if (response.status >= 500 || isOurs(response)) return response;
  throw new AnsweredElsewhere(`${response.status} ${response.headers.get('content-type') ?? ''}`);
}

function isOurs({ type, status, headers }: Response): boolean {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return false;
  return /^(?:application\/(?:problem\+)?json|text\/event-stream)\b/.test(headers.get('content-type') ?? '');
}
