import { closeDatabase, createDatabase } from '#server/db/client.ts';
import { readConfig } from '#server/kernel/config.ts';
import { createLogger } from '#server/kernel/logger.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { createAccounts } from './platform/auth/create-accounts.ts';
import { reachDatabase } from './platform/database/reach-database.ts';
import { runCommand } from './run-command.ts';

/**
 * `node server/sign-in-link.ts <e-mail>`: prints a link that signs this person in once, within 15 minutes, for when
 * somebody forgot their password and the server sends no mail.
 */
async function main(): Promise<void> {
  const email = process.argv[2];
  if (email === undefined) throw new StartRefused('Say whose: node server/sign-in-link.ts <e-mail>');
  const config = readConfig(process.env);
  const { url, close } = await reachDatabase(config);
  const db = createDatabase({ url, maxConnections: 2 });
  try {
    const printed: string[] = [];
    const mailer = { send: async ({ text }: { text: string }) => void printed.push(text) };
    const noProviders = { google: withoutClient(config.google), microsoft: withoutClient(config.microsoft) };
    const accounts = createAccounts({
      db,
      config: { ...config, ...noProviders, slack: withoutClient(config.slack) },
      publicUrl: config.publicUrl,
      mailer,
      logger: createLogger('silent'),
    });
    await accounts.mailSignInLink(
      { headers: new Headers(), clientIp: '127.0.0.1' },
      { email, next: '/account', language: 'en' },
    );
    if (printed.length === 0) throw new StartRefused(`There is no account for ${email} on this server.`);
    process.stdout.write(`${printed.join('\n')}\n`);
  } finally {
    await closeDatabase(db);
    await close();
  }
}

/** A link needs no provider, so none is asked for its addresses. */
function withoutClient<Provider extends object>(provider: Provider): Provider & { client: undefined } {
  return { ...provider, client: undefined };
}

await runCommand(main);
