import { ImapFlow, type ExpungeEvent } from 'imapflow';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import { resolveMailHost } from '#server/kernel/resolve-mail-host.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import { toImapTrouble } from './imap-trouble.ts';

/** How every connection to a mail server is made. */
export interface ConnectOptions {
  /** For a connection, a greeting, and a line that is silent. */
  readonly timeoutMs: number;
  /** Hosts that may lie at private addresses. */
  readonly privateHosts: readonly string[];
  /** Certificate authorities besides Node's own, PEM; undefined: Node's alone. */
  readonly ca: readonly string[] | undefined;
}

/** A connection that is logged in, and shared by everything that is done with an account. */
export interface ImapSession {
  /** Takes in what others did meanwhile, over a new connection where the one that was kept broke while at rest. */
  wake(): Promise<void>;
  /** Runs commands that need no folder. */
  run<Answer>(act: (client: ImapFlow) => Promise<Answer>): Promise<Answer>;
  /**
   * Runs commands in a folder while nobody else uses the connection. `vanished`: UIDs of mails that the server said are
   * gone, filled while `act` runs (QRESYNC alone). `isFresh`: what others did in the folder meanwhile is taken in first.
   */
  runIn<Answer>(
    path: string,
    options: { readonly isFresh: boolean; readonly readOnly: boolean },
    act: (client: ImapFlow, vanished: ReadonlySet<number>) => Promise<Answer>,
  ): Promise<Answer>;
}

/** A server that is there answers sooner, and somebody may look on. */
const mostConnectMs = 7000;

/** A connection is kept for as long after its last use. */
const restMs = 20_000;

/** Opens a connection of its own; the caller closes it. @throws MailTrouble */
export async function openImap(
  { imap, user, password }: MailAccount,
  { timeoutMs, privateHosts, ca }: ConnectOptions,
  more: { readonly maxIdleTime?: number } = {},
): Promise<ImapFlow> {
  let client: ImapFlow | undefined;
  try {
    const { address, name } = await resolveMailHost(imap, privateHosts);
    const isTls = imap.security === 'tls';
    client = new ImapFlow({
      host: address,
      port: imap.port,
      ...(address !== name && { servername: name }),
      secure: isTls,
      ...(!isTls && { doSTARTTLS: true }),
      auth: { user, pass: password },
      tls: { rejectUnauthorized: true, ...(ca !== undefined && { ca: [...ca] }) },
      logger: false,
      qresync: true,
      disableAutoIdle: more.maxIdleTime === undefined,
      ...more,
      connectionTimeout: Math.min(timeoutMs, mostConnectMs),
      greetingTimeout: Math.min(timeoutMs, mostConnectMs),
      socketTimeout: Math.max(timeoutMs, (more.maxIdleTime ?? 0) + timeoutMs),
      clientInfo: { name: 'Sidethread' },
    });
    // A broken connection is told to whoever waits for an answer; without a listener it would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    client?.close();
    throw toImapTrouble(error, imap.host);
  }
}

/**
 * One connection for each account, opened when it is needed and closed when it has not been for a while. The same
 * session is given while it is open.
 */
export function createSessions(options: ConnectOptions): (account: MailAccount) => ImapSession {
  const known = new Map<string, ImapSession>();
  return (account) => {
    const key = JSON.stringify(account);
    const session = known.get(key) ?? createSession(account, options, () => known.delete(key));
    known.set(key, session);
    return session;
  };
}

const noop = (client: ImapFlow) => client.noop();

function createSession(account: MailAccount, options: ConnectOptions, onRest: () => void): ImapSession {
  let client: Promise<ImapFlow> | undefined;
  let uses = 0;
  let rest: NodeJS.Timeout | undefined;

  function connect(): Promise<ImapFlow> {
    if (client !== undefined) return client;
    const opened = openImap(account, options);
    const forget = () => {
      if (client === opened) client = undefined;
    };
    opened.then((each) => each.once('close', forget), forget);
    client = opened;
    return opened;
  }

  function close(): void {
    void client?.then((each) => each.close()).catch(() => undefined);
    onRest();
  }

  const run: ImapSession['run'] = async (act) => {
    clearTimeout(rest);
    uses += 1;
    try {
      return await act(await connect());
    } catch (error) {
      const trouble = toImapTrouble(error, account.imap.host);
      if (trouble.kind === 'unreachable') client = undefined;
      throw trouble;
    } finally {
      uses -= 1;
      if (uses === 0) rest = setTimeout(close, restMs).unref();
    }
  };

  return {
    run,
    wake: async () => {
      const isKept = client !== undefined;
      await run(noop).catch((error: unknown) => {
        if (!isKept || !(error instanceof MailTrouble) || error.kind !== 'unreachable') throw error;
        return run(noop);
      });
    },
    runIn: (path, { isFresh, readOnly }, act) =>
      run(async (opened) => {
        const lock = await opened.getMailboxLock(path, { readOnly });
        const vanished = new Set<number>();
        const onExpunge = ({ uid }: ExpungeEvent) => void (uid !== undefined && vanished.add(uid));
        opened.on('expunge', onExpunge);
        try {
          if (isFresh) await opened.noop();
          return await act(opened, vanished);
        } finally {
          opened.off('expunge', onExpunge);
          lock.release();
        }
      }),
  };
}
