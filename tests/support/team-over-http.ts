import { createHash, randomBytes } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { extensionId } from '#shared/extension-id.ts';
import type { ServerProcess } from './server-process.ts';

/** A person who uses the server as a browser and an extension would: by its pages and procedures only. */
export interface HttpPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export type Api = ReturnType<typeof createApi>;

const redirectUri = `https://${extensionId}.chromiumapp.org/`;

/** Makes the owner's account and team through the set-up link that the server printed. */
export async function setUpTeam(server: ServerProcess, owner: HttpPerson, teamName: string): Promise<void> {
  const link = await server.whenLogged(({ msg }) => typeof msg === 'string' && msg.includes('/setup/'));
  const path = /\/setup\/\S+/.exec(String(link.msg))?.[0] ?? '';
  await sendForm(server.url, path, { ...owner, teamName });
}

/** Invites somebody and accepts for them with a new account. `inviter` needs the right to. */
export async function joinTeam(server: ServerProcess, inviter: Api, person: HttpPerson): Promise<void> {
  const { link } = await inviter.teams.invite.mutate({ email: person.email, role: 'member' });
  if (link === null) throw new Error('The invitation has no link to open.');
  await sendForm(server.url, new URL(link).pathname, { ...person });
}

/** Signs in as the extension does (password, consent, PKCE) and gives the procedures in the person's first team. */
export async function signIn(serverUrl: string, { email, password }: Pick<HttpPerson, 'email' | 'password'>) {
  const signedIn = await sendForm(serverUrl, '/sign-in', { email, password, next: '/account' });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const verifier = randomBytes(32).toString('base64url');
  const allowed = await sendForm(
    serverUrl,
    '/extension/authorize',
    {
      client_id: extensionId,
      redirect_uri: redirectUri,
      state: randomBytes(16).toString('hex'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      device_name: 'A script',
      answer: 'allow',
    },
    cookie,
  );
  const code = new URL(allowed.headers.get('location') ?? '').searchParams.get('code');
  const answer = await fetch(`${serverUrl}/extension/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, code_verifier: verifier, redirect_uri: redirectUri }),
  });
  if (!answer.ok) throw new Error(`The token was refused: ${await answer.text()}`);
  const { token } = (await answer.json()) as { token: string };
  const session = await createApi(serverUrl, token, undefined).session.get.query();
  return { token, session, api: createApi(serverUrl, token, session.teams[0]?.teamId) };
}

/** The procedures as a token's owner calls them. */
export function createApi(serverUrl: string, token: string, teamId: string | undefined) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${serverUrl}/trpc`,
        headers: { authorization: `Bearer ${token}`, ...(teamId === undefined ? {} : { 'x-sidethread-team': teamId }) },
      }),
    ],
  });
}

async function sendForm(serverUrl: string, path: string, form: Record<string, string>, cookie = ''): Promise<Response> {
  const answer = await fetch(`${serverUrl}${path}`, {
    method: 'POST',
    headers: { origin: serverUrl, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    redirect: 'manual',
  });
  if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}
