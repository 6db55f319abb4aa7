import { afterAll, beforeAll, describe } from 'vitest';
import { readConfig } from '#server/kernel/config.ts';
import type { MailReader } from '#server/ports/mail-reader.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import { startMailServers, type MailServers } from '#tests/support/mail-servers/index.ts';
import { checkReader, type Part, type Subject } from './reader-contract.ts';

const parts: readonly Part[] = ['address', 'list', 'read', 'changes', 'missing', 'forgotten changes'];
const address = 'support@larkfield.example';

/** The UID in an id of the reader's. */
const uidOf = (id: string) => id.split('/')[1] ?? '';

async function openReader(servers: MailServers): Promise<MailReader> {
  const settings = { SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...servers.settings };
  const { imap } = createMailProviders(readConfig(settings)).providers;
  if (imap === undefined) throw new Error('there is no IMAP');
  const grant = await imap.prove(servers.accountOf(address));
  return imap.reader(grant.tokens.accessToken, null);
}

const kinds = [
  ['all that it can', undefined],
  ['CONDSTORE without QRESYNC', 'IMAP4rev1 LITERAL+ UIDPLUS ENABLE CONDSTORE SPECIAL-USE LIST-STATUS'],
  ['no more than IMAP4rev1', 'IMAP4rev1 LITERAL+'],
] as const;

describe.each(kinds)('Dovecot with %s', (_name, capability) => {
  let servers: MailServers;
  beforeAll(async () => {
    servers = await startMailServers(capability === undefined ? {} : { capability });
  });
  afterAll(() => servers.close());

  checkReader(
    'Dovecot',
    async (): Promise<Subject> => {
      const program = await servers.openProgram(address);
      const folder = 'INBOX';
      const inInbox = async (act: () => Promise<unknown>) => {
        const lock = await program.getMailboxLock(folder);
        await act().finally(() => lock.release());
      };
      await program.mailboxCreate('Customers');
      await program.mailboxCreate('Partners');
      return {
        reader: await openReader(servers),
        address,
        provider: undefined,
        deliver: async (raw) => {
          await program.append(folder, raw);
          const now = await program.status(folder, { uidNext: true, uidValidity: true });
          return now === false ? '' : `${now.uidValidity}/${(now.uidNext ?? 1) - 1}/${folder}`;
        },
        remove: (id) => inInbox(() => program.messageDelete(uidOf(id), { uid: true })),
        markRead: (id) => inInbox(() => program.messageFlagsAdd(uidOf(id), ['\\Seen'], { uid: true })),
        forgetChanges: async () => {
          // Another folder in its place counts otherwise.
          await program.mailboxDelete('Customers');
          await program.mailboxRename('Partners', 'Customers');
        },
        close: async () => program.close(),
      };
    },
    parts,
  );
});
