import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Certificate } from './certificate.ts';

export interface SubmittedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

/** How the server answers, beyond taking everything. */
export interface SubmissionFaults {
  /** Recipients that are not taken: reply code and text. */
  readonly refused: Map<string, readonly [number, string]>;
  /** What the next mails are answered with: a reply, or `lose`: it is taken and the line breaks before the answer. */
  readonly next: (readonly [number, string] | 'lose')[];
}

/** A submission service over TLS that takes mail from whoever knows the password (RFC 6409). */
export interface Submission {
  readonly port: number;
  readonly received: readonly SubmittedMail[];
  readonly faults: SubmissionFaults;
  close(): Promise<void>;
}

/** @param onMail what is done with a mail before it is answered for. */
export async function startSubmission(options: {
  certificate: Certificate;
  password: string;
  onMail: (mail: SubmittedMail) => Promise<void>;
}): Promise<Submission> {
  const { certificate, password, onMail } = options;
  const received: SubmittedMail[] = [];
  const faults: SubmissionFaults = { refused: new Map(), next: [] };

  async function take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<void> {
    const raw = await buffer(stream);
    const fault = faults.next.shift();
    if (fault !== undefined && fault !== 'lose') throw reply(...fault);
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    const mail = { from, to: envelope.rcptTo.map(({ address }) => address), raw };
    received.push(mail);
    await onMail(mail);
    if (fault === 'lose') for (const connection of server.connections) connection.close();
  }

  const server: SMTPServer & { readonly connections: Set<{ close(): void }> } = Object.assign(
    new SMTPServer({
      secure: true,
      key: certificate.key,
      cert: certificate.cert,
      authMethods: ['PLAIN'],
      disableReverseLookup: true,
      size: 40 * 1024 * 1024,
      onAuth: (auth, _session, done) =>
        auth.password === password ? done(null, { user: auth.username }) : done(reply(535, '5.7.8 Not you')),
      onRcptTo: ({ address }, _session, done) => {
        const refused = faults.refused.get(address);
        if (refused === undefined) done();
        else done(reply(...refused));
      },
      onData: (stream, session, done) => {
        void callBack(take(stream, session), done);
      },
    }),
  );
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    faults,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function callBack(asked: Promise<void>, answer: (error?: Error) => void): Promise<void> {
  const [settled] = await Promise.allSettled([asked]);
  answer(settled.status === 'fulfilled' ? undefined : (settled.reason as Error));
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
