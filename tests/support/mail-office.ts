import type { Provider } from './mail-accounts.ts';
import { createMailTeam, type MailTeam } from './mail-team.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** A provider's stand-in, a server that is told of its mail, and a team of two on it. */
export interface MailOffice {
  readonly provider: Provider;
  readonly app: TestApp;
  readonly team: MailTeam;
  close(): Promise<void>;
}

/** Starts all three; time runs `clockScale` times as fast for provider and server. `env` adds to the server's settings. */
export async function startMailOffice(
  createProvider: (options: { clockScale: number }) => Promise<Provider>,
  { clockScale, env = {} }: { clockScale: number; env?: Record<string, string> },
): Promise<MailOffice> {
  const provider = await createProvider({ clockScale });
  const app = await startTestApp({ env: { ...provider.settings, CLOCK_SCALE: String(clockScale), ...env } });
  provider.authority.redirectUris = [`${app.url}/email/callback`];
  provider.notify(app.url);
  const team = await createMailTeam(app);
  return {
    provider,
    app,
    team,
    async close() {
      await team.close();
      await app.close();
      await provider.close();
    },
  };
}
