import type { Auth, AuthOptions } from './create-auth.ts';
import type { SignInProvider } from './sign-in-providers.ts';

/** A provider that takes longer does not answer: nobody's sign-in waits for somebody else's provider. */
const answerWithinMs = 2_000;
const askAgainMs = 30_000;
const settledMs = 1_000;

export interface KeptAuth {
  readonly auth: Auth;
  /** The providers that one can sign in with now. */
  readonly providers: readonly SignInProvider[];
}

/**
 * better-auth reads its providers' addresses once, when it is made. This makes it with those that answer, and anew
 * in the background for as long as some do not. Its code is large and nobody's mail waits for it, so it is loaded
 * once the server has had time to listen.
 */
export function keepAuth(options: AuthOptions): () => Promise<KeptAuth> {
  let current: Promise<KeptAuth> | undefined;
  let askedAt = Date.now();
  const begin = () => (current = build(options));
  // Whoever asks is told.
  setTimeout(() => void (current ?? begin()).catch(() => undefined), settledMs).unref();
  return async () => {
    const kept = await (current ?? begin()).catch(begin);
    const isComplete = kept.providers.length === options.providers.length;
    if (!isComplete && Date.now() - askedAt > askAgainMs) {
      askedAt = Date.now();
      const again = build(options);
      again.then(
        () => (current = again),
        (error: unknown) => options.logger.warn({ err: error }, 'sign-in providers could not be asked again'),
      );
    }
    return kept;
  };
}

async function build(options: AuthOptions): Promise<KeptAuth> {
  const answers = await Promise.all(options.providers.map((provider) => doesAnswer(provider)));
  const answering = options.providers.filter((_provider, at) => answers[at]);
  for (const silent of options.providers.filter((provider) => !answering.includes(provider)))
    options.logger.warn({ provider: silent.id }, 'a sign-in provider does not answer and is not offered');
  const { createAuth } = await import('./create-auth.ts');
  const auth = createAuth({ ...options, providers: answering });
  const { socialProviders } = await auth.$context;
  const known = new Set(socialProviders.map((provider) => provider.id));
  return { auth, providers: answering.filter((provider) => known.has(provider.id)) };
}

async function doesAnswer({ oidc }: SignInProvider): Promise<boolean> {
  if (oidc?.discoveryUrl === undefined) return true;
  try {
    const answer = await fetch(oidc.discoveryUrl, { signal: AbortSignal.timeout(answerWithinMs) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
